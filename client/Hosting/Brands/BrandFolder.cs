using System.Security.Cryptography;
using System.Text;
using Darkroom.Brands;
using Darkroom.Gateway;
using Darkroom.Gateway.Brand;
using Darkroom.Texts;

namespace Darkroom.Hosting;

/// <summary>Where the brand files lie, and everything that has to hold of them before anybody is served by them. Thread-safe if the setting is.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Setting">The operator's settings by name without <c>DARKROOM_</c>: contacts.</param>
/// <param name="IsDevelopment">Whether a visibly made-up contact will do.</param>
public sealed record BrandFolder(string Path, Func<string, string?> Setting, bool IsDevelopment)
{
    /// <summary>Stands in for a contact address that the operator has not set; on a developer's machine only.</summary>
    private const string LocalContact = "privacy@localhost";

    /// <summary>All that people read.</summary>
    public static TextCatalogues Texts { get; } = TextCatalogues.Load(typeof(TextCatalogues).Assembly, typeof(GatewayEndpoints).Assembly);

    /// <summary>Reads and checks the files as a whole.</summary>
    /// <exception cref="BrandFileException">They do not hold together; every problem is listed.</exception>
    public BrandFiles Read()
    {
        var brands = BrandFiles.Load(Path, Setting, IsDevelopment ? LocalContact : null);
        var problems = brands.All.Values
            .SelectMany(brand => Languages(brand).Concat(GatewayCookies.Untold(brand)).Select(problem => $"brands/{brand.Id}.json: {problem}"))
            .ToList();
        return problems.Count == 0 ? brands : throw new BrandFileException(problems);
    }

    /// <summary>Changes with any file. Take it before reading: what changes in between is seen the next time.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(Path, "*.json").Order(StringComparer.Ordinal))
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(path))));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Languages(BrandPolicy brand)
    {
        if (brand.Languages.Except(Texts.Languages).ToList() is { Count: > 0 } unknown)
        {
            yield return $"$.languages: there are no texts in {string.Join(", ", unknown)}, only in {string.Join(", ", Texts.Languages)}; "
                + "take the language out, or add catalogues.";
        }
    }
}
