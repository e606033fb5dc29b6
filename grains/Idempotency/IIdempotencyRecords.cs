namespace Darkroom.Idempotency;

/// <summary>
/// Remembers which work a client's <c>Idempotency-Key</c> stands for. A record names the work before the work begins and says that it
/// is done only after it is, so that neither a crash nor a repeat can report a failure as a success. Durable when it answers; decided by
/// compare-and-set, so that any number of gateways may share it. Thread-safe.
/// </summary>
/// <remarks>
/// Records hold no text of the request: keys and fingerprints are digests, answers are encrypted by the caller. They go
/// <see cref="Retention"/> after their making.
/// </remarks>
public interface IIdempotencyRecords
{
    /// <summary>How long a key is remembered.</summary>
    static TimeSpan Retention { get; } = TimeSpan.FromHours(24);

    /// <summary>Takes a key for a piece of work, or tells who has it.</summary>
    /// <param name="key">Which key of which caller at which endpoint.</param>
    /// <param name="holder">A new random name for this attempt.</param>
    /// <param name="work">What the key will stand for if it is new: the id of the thing to be made.</param>
    /// <param name="lease">How long others wait for this attempt unless <see cref="Keep"/> extends it.</param>
    /// <param name="cancellation">Ends the wait; the claim may have been made.</param>
    Task<IdempotencyClaim> Claim(IdempotencyKey key, string holder, string work, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Extends the holder's lease. False when somebody else has taken over.</summary>
    Task<bool> Keep(IdempotencyKey key, string holder, TimeSpan lease, CancellationToken cancellation);

    /// <summary>What the key stood for came to nothing: it now stands for <paramref name="work"/>. False when somebody else has taken over.</summary>
    Task<bool> Restart(IdempotencyKey key, string holder, string work, CancellationToken cancellation);

    /// <summary>Notes what was asked, before the work is handed over. False when somebody else has taken over.</summary>
    Task<bool> Describe(IdempotencyKey key, string holder, byte[] fingerprint, CancellationToken cancellation);

    /// <summary>The work is done. False when somebody else has taken over.</summary>
    /// <param name="key">Which key.</param>
    /// <param name="holder">Who did it.</param>
    /// <param name="answer">What a repeat is answered, encrypted by the caller; null when it can be read from the work itself.</param>
    /// <param name="cancellation">Ends the wait; it may have been noted.</param>
    Task<bool> Complete(IdempotencyKey key, string holder, byte[]? answer, CancellationToken cancellation);

    /// <summary>Nothing was done (a refusal): the key is free again.</summary>
    Task Release(IdempotencyKey key, string holder, CancellationToken cancellation);
}

/// <summary>A key as it is stored: a digest of the caller, the endpoint and the client's text.</summary>
/// <param name="Owner">Whose request, so that an erasure finds the record.</param>
/// <param name="Digest">32 bytes.</param>
public sealed record IdempotencyKey(UserId Owner, byte[] Digest);

/// <summary>What is remembered of a key.</summary>
/// <param name="Work">The id of what it stands for.</param>
/// <param name="Fingerprint">Of the request, once known.</param>
/// <param name="Answer">As it was given to <see cref="IIdempotencyRecords.Complete"/>.</param>
public sealed record IdempotencyRecord(string Work, byte[]? Fingerprint, byte[]? Answer);

/// <summary>The answer to <see cref="IIdempotencyRecords.Claim"/>.</summary>
public abstract record IdempotencyClaim
{
    private IdempotencyClaim() { }

    /// <summary>The key is new and the caller holds it.</summary>
    public sealed record New : IdempotencyClaim;

    /// <summary>An earlier attempt was cut off; the caller holds the key now and finds out what became of the work.</summary>
    public sealed record Interrupted(IdempotencyRecord Record) : IdempotencyClaim;

    /// <summary>The work was done.</summary>
    public sealed record Done(IdempotencyRecord Record) : IdempotencyClaim;

    /// <summary>Another request with this key is under way.</summary>
    public sealed record Held(TimeSpan RetryAfter) : IdempotencyClaim;
}
