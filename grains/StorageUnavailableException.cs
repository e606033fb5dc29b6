namespace Darkroom;

/// <summary>
/// The store could not be reached, or its answer to a commit was lost: the write may or may not be durable. Read back by the
/// operation's id, or repeat it under the same id; both are safe.
/// </summary>
[GenerateSerializer, Alias("darkroom.storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StorageUnavailableException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public StorageUnavailableException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public StorageUnavailableException(string message, Exception cause) : base(message, cause)
    {
    }
}
