using System.Security.Cryptography;
using System.Text;
using Darkroom.Storage.Objects;

namespace Darkroom.Storage.Finance;

/// <summary>
/// The key that signs sealed days: ECDSA over P-256 with SHA-256 (FIPS 186-5). Whoever checks the books needs the public half only. Thread-safe for reading.
/// </summary>
public sealed class BooksKey : IDisposable
{
    private readonly ECDsa key;

    private BooksKey(ECDsa key, bool canSign)
    {
        (this.key, CanSign) = (key, canSign);
        Name = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 16));
    }

    /// <summary>Which key it is: the first 128 bits of the SHA-256 of its public half, in hexadecimal.</summary>
    public string Name { get; }

    /// <summary>Whether the private half is there.</summary>
    public bool CanSign { get; }

    /// <summary>Reads a key in PEM: a private one (PKCS#8 or SEC 1), or a public one.</summary>
    /// <exception cref="ArgumentException">It is not one of P-256; the text says so and repeats nothing of it.</exception>
    public static BooksKey Parse(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256
                ? new BooksKey(key, pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
                : throw new ArgumentException("The key of the books is not on the curve P-256.");
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ArgumentException("The key of the books must be an EC key on the curve P-256 in PEM ('openssl ecparam -name prime256v1 -genkey -noout' makes one).", failure);
        }
    }

    /// <summary>The key in a file; a new one where there is no file yet, readable for its owner only.</summary>
    /// <exception cref="ArgumentException">The file holds something else.</exception>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    public static BooksKey LoadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        return Parse(File.ReadAllText(path));
    }

    private static void Make(string path)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFiles.MakeWhole(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
    }

    /// <summary>The public half in PEM, for whoever checks.</summary>
    public string PublicPem() => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Signs.</summary>
    /// <exception cref="BooksException">The private half is not here.</exception>
    public byte[] Sign(ReadOnlySpan<byte> content) =>
        CanSign ? key.SignData(content, HashAlgorithmName.SHA256) : throw new BooksException("The key of the books is a public one, which cannot sign.");

    /// <summary>Whether this key has signed the content.</summary>
    public bool HasSigned(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) => key.VerifyData(content, signature, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
