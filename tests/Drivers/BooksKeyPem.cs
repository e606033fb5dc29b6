using System.Security.Cryptography;

namespace Darkroom.Drivers;

/// <summary>A key of the books for a cluster of a test.</summary>
public static class BooksKeyPem
{
    /// <summary>Makes one in a file; answers the file's path.</summary>
    public static string Write(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = Path.Combine(folder, "books-key.pem");
        File.WriteAllText(path, key.ExportECPrivateKeyPem());
        return path;
    }
}
