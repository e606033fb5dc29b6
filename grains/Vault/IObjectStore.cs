namespace Darkroom.Vault;

/// <summary>Where encrypted objects lie: a folder, or an S3 bucket. Knows names and ciphertext only. Thread-safe.</summary>
public interface IObjectStore
{
    /// <summary>Makes an object from what <paramref name="write"/> writes: whole and durable when the task ends, or not there at all.</summary>
    /// <param name="name">A name that is not in use.</param>
    /// <param name="write">Writes the bytes in order; called once.</param>
    /// <param name="cancellation">Ends the writing; nothing stays.</param>
    /// <exception cref="IOException">The store failed, or the name is in use.</exception>
    Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation);

    /// <summary>Opens an object from its beginning, or answers null when there is none. One that is deleted meanwhile may still be read to its end.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation);

    /// <summary>Removes an object for good. Removing what is not there is no error.</summary>
    /// <exception cref="IOException">The store failed; the object may still be there.</exception>
    Task Delete(ObjectName name, CancellationToken cancellation);

    /// <summary>The whole objects in one of the <see cref="ObjectName.Parts"/>, in no particular order.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    IAsyncEnumerable<ObjectEntry> List(int part, CancellationToken cancellation);
}

/// <summary>An object's bytes.</summary>
/// <param name="Length">Number of bytes in all.</param>
/// <param name="Stream">Forward only; the caller disposes it.</param>
public sealed record ObjectContent(long Length, Stream Stream);

/// <summary>An object in a listing.</summary>
public readonly record struct ObjectEntry(ObjectName Name, DateTimeOffset WrittenAt);
