namespace Darkroom.Idempotency;

/// <summary>
/// Remembers which work a client's <c>Idempotency-Key</c> stands for. A record names the work before the work begins and says that it
/// is done only after it is, so that neither a crash nor a repeat can report a failure as a success. Durable when it answers; decided by
/// compare-and-set, so that any number of gateways may share it. Silos only; gateways ask
/// <see cref="IIdempotencyGrain"/>. Thread-safe.
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
[GenerateSerializer, Immutable, Alias("darkroom.idempotency-key")]
public sealed record IdempotencyKey([property: Id(0)] UserId Owner, [property: Id(1)] byte[] Digest);

/// <summary>What is remembered of a key.</summary>
/// <param name="Work">The id of what it stands for.</param>
/// <param name="Fingerprint">Of the request, once known.</param>
/// <param name="Answer">As it was given to <see cref="IIdempotencyRecords.Complete"/>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.idempotency-record")]
public sealed record IdempotencyRecord(
    [property: Id(0)] string Work, [property: Id(1)] byte[]? Fingerprint, [property: Id(2)] byte[]? Answer);

/// <summary>The answer to <see cref="IIdempotencyRecords.Claim"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.idempotency-claim")]
public abstract record IdempotencyClaim
{
    private IdempotencyClaim() { }

    /// <summary>The key is new and the caller holds it.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.idempotency-claim.new")]
    public sealed record New : IdempotencyClaim;

    /// <summary>An earlier attempt was cut off; the caller holds the key now and finds out what became of the work.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.idempotency-claim.interrupted")]
    public sealed record Interrupted([property: Id(0)] IdempotencyRecord Record) : IdempotencyClaim;

    /// <summary>The work was done.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.idempotency-claim.done")]
    public sealed record Done([property: Id(0)] IdempotencyRecord Record) : IdempotencyClaim;

    /// <summary>Another request with this key is under way.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.idempotency-claim.held")]
    public sealed record Held([property: Id(0)] TimeSpan RetryAfter) : IdempotencyClaim;
}
