namespace Darkroom.Vault;

/// <summary>
/// Pictures at rest, encrypted while they stream: AES-256-GCM in 64 KiB chunks under a key of the object's own.
/// Plaintext never touches a disk. Thread-safe.
/// </summary>
public interface IPictureVault
{
    /// <summary>Encrypts and stores a stream. The object is whole and durable when the task ends; a failure leaves nothing readable.</summary>
    /// <param name="picture">A new reference. The caller has already made the row that names it, so that a crash leaves no orphan.</param>
    /// <param name="content">Plaintext, read to its end.</param>
    /// <param name="cancellation">Ends the writing; nothing stays.</param>
    /// <exception cref="IOException">The store failed.</exception>
    Task<StoredPicture> Put(PictureRef picture, Stream content, CancellationToken cancellation);

    /// <summary>Opens an object for reading as plaintext, or answers null when it is forgotten or never was.</summary>
    /// <exception cref="InvalidDataException">While reading: the bytes were changed, cut short or reordered.</exception>
    Task<PictureStream?> Open(PictureRef picture, CancellationToken cancellation);

    /// <summary>Destroys the object's key, then its bytes. Idempotent: forgetting what is gone is no error.</summary>
    Task Forget(PictureRef picture, CancellationToken cancellation);
}

/// <summary>What was stored.</summary>
/// <param name="Bytes">Length of the plaintext.</param>
/// <param name="Sha256">Digest of the plaintext (32 bytes).</param>
[GenerateSerializer, Immutable, Alias("darkroom.stored-picture")]
public sealed record StoredPicture([property: Id(0)] long Bytes, [property: Id(1)] byte[] Sha256);

/// <summary>An object's plaintext, decrypted and checked while it is read.</summary>
/// <param name="Length">Length of the plaintext in bytes.</param>
/// <param name="Content">Forward only; the caller disposes it.</param>
public sealed record PictureStream(long Length, Stream Content) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
