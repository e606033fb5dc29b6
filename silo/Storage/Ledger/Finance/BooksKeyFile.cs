namespace Darkroom.Storage.Finance;

/// <summary>Where the key of the books lies.</summary>
/// <param name="Path">A file in PEM.</param>
/// <param name="MayMake">Whether one is made there when it is missing: beside an embedded server's data. The key of a cluster has to be given.</param>
public sealed record BooksKeyFile(string Path, bool MayMake)
{
    /// <summary>Beside an embedded server's data, unless a file is named.</summary>
    /// <param name="named">The operator's setting <c>BOOKS_KEY_FILE</c>, or null.</param>
    public static BooksKeyFile Beside(string dataFolder, string? named) =>
        named is null ? new BooksKeyFile(System.IO.Path.Combine(dataFolder, "books-key.pem"), MayMake: true) : new BooksKeyFile(named, MayMake: false);

    /// <summary>Whether the file is there.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Reads it.</summary>
    /// <exception cref="ArgumentException">It holds something else than such a key.</exception>
    /// <exception cref="IOException">It is missing and may not be made, or cannot be read.</exception>
    public BooksKey Load() => MayMake || Exists
        ? BooksKey.LoadOrMake(Path)
        : throw new FileNotFoundException($"There is no key at {Path} ('openssl ecparam -name prime256v1 -genkey -noout -out {Path}' makes one).");
}
