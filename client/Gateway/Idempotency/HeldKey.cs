using Darkroom.Idempotency;

namespace Darkroom.Gateway.Idempotency;

/// <summary>
/// A key that this request holds, from the claim until the work is done or came to nothing. Its lease is extended in the background
/// for as long as the request lives. Disposing it frees the key unless the work was handed over: from then on only the work itself
/// can say what became of it.
/// </summary>
internal sealed class HeldKey : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(10);

    private readonly IIdempotencyGrain records;
    private readonly IdempotencyKey key;
    private readonly string holder;
    private readonly CancellationTokenSource ended = new();
    private readonly Task keeping;
    private bool isFree = true;

    private HeldKey(IIdempotencyGrain records, IdempotencyKey key, string holder, TimeProvider time)
    {
        (this.records, this.key, this.holder) = (records, key, holder);
        keeping = KeepLease(time);
    }

    /// <summary>Claims a key for work that would be named <paramref name="work"/>.</summary>
    /// <returns>What became of the claim, and the key when this request now holds it.</returns>
    public static async Task<(IdempotencyClaim Claim, HeldKey? Key)> Claim(
        IGrainFactory grains, IdempotencyKey key, string work, TimeProvider time, RandomSource random, CancellationToken cancellation)
    {
        var records = grains.GetGrain<IIdempotencyGrain>(GrainKeys.Idempotency);
        var holder = Convert.ToHexStringLower(random.Bytes(16));
        var claim = await records.Claim(key, holder, work, Lease, cancellation);
        var isMine = claim is IdempotencyClaim.New or IdempotencyClaim.Interrupted;
        return (claim, isMine ? new HeldKey(records, key, holder, time) : null);
    }

    /// <summary>The key stands for other work now. False when another request has taken over.</summary>
    public Task<bool> Restart(string work, CancellationToken cancellation) => records.Restart(key, holder, work, cancellation);

    /// <summary>Notes the request just before its work is handed over; after that, disposing no longer frees the key.</summary>
    public async Task<bool> HandOver(byte[] fingerprint, CancellationToken cancellation)
    {
        var isMine = await records.Describe(key, holder, fingerprint, cancellation);
        isFree = false;
        return isMine;
    }

    /// <summary>This request is not the one that the key stands for: disposing leaves the record as it was found.</summary>
    public void LeaveAlone() => isFree = false;

    /// <summary>The work came to nothing after all: disposing frees the key again.</summary>
    public void CameToNothing() => isFree = true;

    /// <summary>The work is done. Not bound to the request: its end must be noted even if the client has gone.</summary>
    public async Task Complete(byte[]? answer)
    {
        isFree = false;
        await records.Complete(key, holder, answer, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await keeping;
        ended.Dispose();
        if (isFree)
            await records.Release(key, holder, CancellationToken.None);
    }

    private async Task KeepLease(TimeProvider time)
    {
        using var timer = new PeriodicTimer(KeepEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token) && await records.Keep(key, holder, Lease, ended.Token))
            {
            }
        }
        catch (Exception)
        {
            // The request has ended, or the store failed: a lease that is lost is found by the next compare-and-set.
        }
    }
}
