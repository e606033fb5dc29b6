using Darkroom.Brands;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>Folders of brand files to change.</summary>
internal static class BrandFolder
{
    /// <summary>One with the clauses' limits and no brand yet.</summary>
    public static string WithoutBrands()
    {
        var folder = Directory.CreateTempSubdirectory("darkroom-brands-").FullName;
        File.Copy(Path.Combine(BrandFiles.DefaultFolder, ClauseLimits.FileName), Path.Combine(folder, ClauseLimits.FileName));
        return folder;
    }
}
