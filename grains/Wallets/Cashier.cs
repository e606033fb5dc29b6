namespace Darkroom.Wallets;

/// <summary>
/// Serves one wallet: load, decide, append, answer. Keeps nothing between calls: the head row in the books decides who was
/// first, so that a second cashier of the same wallet can be late but never wrong. Thread-safe.
/// </summary>
internal sealed class Cashier(UserId owner, SpendOrder order, ILedger ledger, TimeProvider time, RandomSource random)
{
    // A round that fails means that another call's append came first. Each time somebody got on; so many in a row is a fault.
    private const int Rounds = 64;

    public async Task<WalletView> Read() =>
        (await ledger.Read(owner, [])).Wallet?.View(order, time.GetUtcNow()) ?? new WalletView(0, 0, []);

    public Task<HoldResult> Hold(JobId job, long amount) =>
        Run(IdsOf(job), (wallet, recorded) => wallet.Hold(job, amount, order, time.GetUtcNow(), recorded));

    public Task<SettleResult> Capture(JobId job, long amount) =>
        Run(IdsOf(job), (wallet, recorded) => wallet.Capture(job, amount, time.GetUtcNow(), recorded));

    public Task<SettleResult> Release(JobId job) =>
        Run(IdsOf(job), (wallet, recorded) => wallet.Release(job, time.GetUtcNow(), recorded));

    public Task<GrantResult> Grant(CreditGrant grant) =>
        Run([grant.OperationId], (wallet, recorded) => wallet.Grant(grant, time.GetUtcNow(), recorded));

    public Task<ClawbackResult> Claw(CreditClawback clawback) =>
        Run([clawback.OperationId, clawback.GrantId], (wallet, recorded) => wallet.Claw(clawback, time.GetUtcNow(), recorded));

    public Task<ReinstateResult> Reinstate(string clawbackId) =>
        Run([clawbackId, OperationIds.Reinstate(clawbackId)], (wallet, recorded) => wallet.Reinstate(clawbackId, time.GetUtcNow(), recorded));

    public Task<CorrectResult> Correct(CreditCorrection correction) =>
        Run([correction.OperationId, OperationIds.Correct(correction.OperationId)], (wallet, recorded) => wallet.Correct(correction, time.GetUtcNow(), recorded));

    public Task<long> Expire() => Run([], (wallet, _) => wallet.Expire(time.GetUtcNow()));

    private static string[] IdsOf(JobId job) => [OperationIds.Hold(job), OperationIds.Settle(job)];

    private async Task<T> Run<T>(
        IReadOnlyCollection<string> operations, Func<Wallet, IReadOnlyDictionary<string, Operation>, Decision<T>> decide)
    {
        var unknown = false;
        for (var round = 0; round < Rounds; round++)
        {
            var reading = await ledger.Read(owner, operations);
            var wallet = reading.Wallet ?? Wallet.Empty(WalletId.New(random), Asset.CreditsOf(owner.Brand));
            var decision = decide(wallet, reading.Recorded);
            if (decision.Operations.IsEmpty)
            {
                return decision.Answer;
            }

            try
            {
                if (await ledger.Append(owner, wallet, decision.Operations) == AppendResult.Appended)
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
}
