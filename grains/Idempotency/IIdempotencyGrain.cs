namespace Darkroom.Idempotency;

/// <summary>
/// <see cref="IIdempotencyRecords"/> for gateways, which reach no table of their own. Every method may be repeated: a claim that is made
/// again under the same holder is answered as the holder's. Key: <see cref="GrainKeys.Idempotency"/>.
/// </summary>
[Alias("darkroom.idempotency")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>See <see cref="IIdempotencyRecords.Claim"/>.</summary>
    [Alias("claim")]
    Task<IdempotencyClaim> Claim(IdempotencyKey key, string holder, string work, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>See <see cref="IIdempotencyRecords.Keep"/>.</summary>
    [Alias("keep")]
    Task<bool> Keep(IdempotencyKey key, string holder, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>See <see cref="IIdempotencyRecords.Restart"/>.</summary>
    [Alias("restart")]
    Task<bool> Restart(IdempotencyKey key, string holder, string work, CancellationToken cancellation = default);

    /// <summary>See <see cref="IIdempotencyRecords.Describe"/>.</summary>
    [Alias("describe")]
    Task<bool> Describe(IdempotencyKey key, string holder, byte[] fingerprint, CancellationToken cancellation = default);

    /// <summary>See <see cref="IIdempotencyRecords.Complete"/>.</summary>
    [Alias("complete")]
    Task<bool> Complete(IdempotencyKey key, string holder, byte[]? answer, CancellationToken cancellation = default);

    /// <summary>See <see cref="IIdempotencyRecords.Release"/>.</summary>
    [Alias("release")]
    Task Release(IdempotencyKey key, string holder, CancellationToken cancellation = default);
}

/// <summary>Without a state or an identity: it runs on whichever silo the call arrives at, and the rows decide.</summary>
[StatelessWorker, Reentrant]
internal sealed class IdempotencyGrain(IIdempotencyRecords records) : Grain, IIdempotencyGrain
{
    public Task<IdempotencyClaim> Claim(IdempotencyKey key, string holder, string work, TimeSpan lease, CancellationToken cancellation) =>
        records.Claim(key, holder, work, lease, cancellation);

    public Task<bool> Keep(IdempotencyKey key, string holder, TimeSpan lease, CancellationToken cancellation) =>
        records.Keep(key, holder, lease, cancellation);

    public Task<bool> Restart(IdempotencyKey key, string holder, string work, CancellationToken cancellation) =>
        records.Restart(key, holder, work, cancellation);

    public Task<bool> Describe(IdempotencyKey key, string holder, byte[] fingerprint, CancellationToken cancellation) =>
        records.Describe(key, holder, fingerprint, cancellation);

    public Task<bool> Complete(IdempotencyKey key, string holder, byte[]? answer, CancellationToken cancellation) =>
        records.Complete(key, holder, answer, cancellation);

    public Task Release(IdempotencyKey key, string holder, CancellationToken cancellation) => records.Release(key, holder, cancellation);
}
