using Darkroom.Brands;

namespace Darkroom.Wallets;

/// <summary>
/// Serves one wallet. Calls do not wait for each other: each decides on the wallet as those before it leave it, and answers once its own
/// append is durable. The head row in the books decides who was first, so that a second cashier of the same wallet can be late but
/// never wrong: <c>docs/wallet-commit.md</c>. Thread-safe.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "A semaphore that nobody waits for by handle holds nothing to let go of.")]
internal sealed class Cashier(UserId owner, SpendOrder order, ILedger ledger, TimeProvider time, RandomSource random, SpendingRule? spending = null)
{
    /// <summary>How many calls that change the wallet may be under way; more wait for room.</summary>
    public const int MostPending = 256;

    // A round that fails means that another cashier's append came first. Each time somebody got on; so many in a row is a fault.
    private const int Rounds = 64;
    private readonly SemaphoreSlim room = new(MostPending);
    private readonly Lock gate = new();
    private Speculation? current;
    private Task<Speculation>? loading;

    public async Task<WalletView> Read() =>
        (await ledger.Read(owner, [])).Wallet?.View(order, time.GetUtcNow()) ?? new WalletView(0, 0, []);

    public Task<HoldResult> Hold(JobId job, long amount) =>
        Run([OperationIds.Hold(job), OperationIds.Settle(job)], (wallet, recorded) =>
        {
            var now = time.GetUtcNow();
            return wallet.Hold(job, amount, order, now, recorded, spending?.KeptSince(now));
        });

    public Task<SettleResult> Capture(JobId job, long amount) =>
        Run([OperationIds.Settle(job)], (wallet, recorded) => wallet.Capture(job, amount, time.GetUtcNow(), recorded));

    public Task<SettleResult> Release(JobId job) =>
        Run([OperationIds.Settle(job)], (wallet, recorded) => wallet.Release(job, time.GetUtcNow(), recorded));

    public Task<GrantResult> Grant(CreditGrant grant) =>
        Run([grant.OperationId], (wallet, recorded) => wallet.Grant(grant, time.GetUtcNow(), recorded));

    public Task<ClawbackResult> Claw(CreditClawback clawback) =>
        Run([clawback.OperationId, clawback.GrantId], (wallet, recorded) => wallet.Claw(clawback, time.GetUtcNow(), recorded));

    public Task<ReinstateResult> Reinstate(string clawbackId) =>
        Run([clawbackId, OperationIds.Reinstate(clawbackId)], (wallet, recorded) => wallet.Reinstate(clawbackId, time.GetUtcNow(), recorded));

    public Task<CorrectResult> Correct(CreditCorrection correction) =>
        Run([correction.OperationId, OperationIds.Correct(correction.OperationId)], (wallet, recorded) => wallet.Correct(correction, time.GetUtcNow(), recorded));

    public Task<long> Expire() => Run([], (wallet, _) => wallet.Expire(time.GetUtcNow()));

    private async Task<T> Run<T>(string[] operations, Func<Wallet, IReadOnlyDictionary<string, Operation>, Decision<T>> decide)
    {
        await room.WaitAsync();
        try
        {
            return await Settle(operations, decide);
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<T> Settle<T>(string[] operations, Func<Wallet, IReadOnlyDictionary<string, Operation>, Decision<T>> decide)
    {
        var unknown = false;
        for (var round = 0; round < Rounds; round++)
        {
            var speculation = await Current(operations);
            if (speculation.Decide(operations, decide) is not { } step)
            {
                continue;
            }

            if (step.Decision is not { } decision)
            {
                // Nothing to append: a suspicion, until everything that it rests on is durable and the books confirm it.
                await ((Task)step.Settled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                var reading = await ledger.Read(owner, operations);
                var confirmed = decide(WalletIn(reading), reading.Recorded);
                if (confirmed.Operations.IsEmpty)
                {
                    return confirmed.Answer;
                }

                speculation.DropIfBehind(reading);
                continue;
            }

            try
            {
                if (await step.Settled == AppendResult.Appended)
                {
                    return decision.Answer;
                }
            }
            catch (StorageUnavailableException) when (!unknown)
            {
                // The answer to the commit is lost, perhaps not the commit. Reading back by id tells. If it is not there, the
                // append is safe to repeat: should the first one still arrive, one of the two finds the head moved.
                unknown = true;
            }
        }

        throw new StorageUnavailableException("The wallet is being changed by too many at once; this call did nothing. Try again.");
    }

    private Task<Speculation> Current(string[] operations)
    {
        lock (gate)
        {
            if (current is { IsDropped: false })
            {
                return Task.FromResult(current);
            }

            if (loading is not { IsCompleted: false })
            {
                loading = Load(operations, current);
            }

            return loading;
        }
    }

    private async Task<Speculation> Load(IReadOnlyCollection<string> operations, Speculation? dropped)
    {
        if (dropped is not null)
        {
            operations = [.. (await dropped.Doubtful).Union(operations)];
        }

        var reading = await ledger.Read(owner, operations);
        var loaded = new Speculation(owner, WalletIn(reading), reading.Recorded, ledger);
        lock (gate)
        {
            return current = loaded;
        }
    }

    private Wallet WalletIn(LedgerReading reading) => reading.Wallet ?? Wallet.Empty(WalletId.New(random), Asset.CreditsOf(owner.Brand));
}
