using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>What a wallet answers to a command, and what has to be appended to its history before the answer is true.</summary>
/// <param name="Operations">Empty for a replay and for a refusal.</param>
/// <param name="After">The wallet with them.</param>
public sealed record Decision<T>(T Answer, ImmutableArray<Operation> Operations, Wallet After);

/// <summary>
/// The rules of a wallet. Pure: the operations of the same name that are already recorded come in as an argument, so that a replay
/// answers as the first time.
/// </summary>
public static class WalletDecisions
{
    /// <summary>Reserves credits for a job, from lots in spending order.</summary>
    /// <param name="recorded">The operations <see cref="OperationIds.Hold"/> and <see cref="OperationIds.Settle"/> of the job, as far as they exist.</param>
    /// <param name="keptSince">
    /// Details of spending from before may be forgotten, and with them whether a job that is older had its hold: it gets none any more. Null
    /// where nothing is forgotten.
    /// </param>
    public static Decision<HoldResult> Hold(
        this Wallet wallet, JobId job, long amount, SpendOrder order, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded,
        DateTimeOffset? keptSince = null)
    {
        CheckAmount(amount, 0);
        if (recorded.ContainsKey(OperationIds.Settle(job)))
        {
            return wallet.Nothing<HoldResult>(new HoldResult.Conflict("The job's hold has ended, or was called off before it came."));
        }

        if (recorded.TryGetValue(OperationIds.Hold(job), out var before))
        {
            return wallet.Nothing<HoldResult>(before.Amount == amount
                ? new HoldResult.Held(amount)
                : new HoldResult.Conflict($"The job holds {before.Amount} credits already, not {amount}."));
        }

        if (job.MadeAt < keptSince)
        {
            return wallet.Nothing<HoldResult>(new HoldResult.Conflict("The job is older than the details of spending that are kept."));
        }

        var draft = new WalletDraft(wallet, now);
        draft.ExpireDueLots();
        var spendable = order.Spendable(draft.Wallet, now);
        var available = spendable.Sum(lot => lot.Free);
        if (available < amount)
        {
            return wallet.Nothing(order.Refusal(draft.Wallet, amount, available, now));
        }

        var legs = Take(spendable.Select(lot => new HoldPart(lot.Id, lot.Free)), amount)
            .Select(part => new Leg(LedgerAccount.Wallet, LedgerAccount.Held, part.Lot, part.Amount));
        draft.Append(OperationIds.Hold(job), OperationKind.Hold, amount, legs);
        return draft.Decide<HoldResult>(new HoldResult.Held(amount));
    }

    /// <summary>Takes an amount of a job's hold and gives the rest back to the lots that it came from.</summary>
    /// <param name="recorded">As for <see cref="Hold"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than was held.</exception>
    public static Decision<SettleResult> Capture(
        this Wallet wallet, JobId job, long amount, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded)
    {
        CheckAmount(amount, 0);
        if (recorded.TryGetValue(OperationIds.Settle(job), out var before))
        {
            return wallet.Nothing<SettleResult>(before.Kind == OperationKind.Capture && before.Amount == amount
                ? Settled(before)
                : Ended(before));
        }

        if (!wallet.Holds.TryGetValue(job, out var hold))
        {
            return wallet.Nothing<SettleResult>(new SettleResult.Conflict("The job holds no credits."));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, hold.Amount);
        return wallet.Settle(hold, OperationKind.Capture, amount, now);
    }

    /// <summary>Gives a job's whole hold back; without one, records that none may come.</summary>
    /// <param name="recorded">As for <see cref="Hold"/>.</param>
    public static Decision<SettleResult> Release(
        this Wallet wallet, JobId job, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded)
    {
        if (recorded.TryGetValue(OperationIds.Settle(job), out var before))
        {
            return wallet.Nothing<SettleResult>(before.Kind == OperationKind.Release ? Settled(before) : Ended(before));
        }

        return wallet.Holds.TryGetValue(job, out var hold)
            ? wallet.Settle(hold, OperationKind.Release, 0, now)
            : wallet.Settle(new Hold(job, 0, 0, now, []), OperationKind.Release, 0, now);
    }

    /// <summary>Adds a lot.</summary>
    /// <param name="recorded">The operation of the grant's id, if it exists.</param>
    /// <exception cref="ArgumentException">The grant's id or amount is not one.</exception>
    public static Decision<GrantResult> Grant(
        this Wallet wallet, CreditGrant grant, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded)
    {
        CheckAmount(grant.Amount, 1);
        OperationIds.CheckGiven(grant.OperationId, nameof(grant));
        var terms = new LotTerms(grant.Kind, grant.ExpiresAt is { } expiry ? WalletDraft.Milliseconds(expiry) : null);
        if (recorded.TryGetValue(grant.OperationId, out var before))
        {
            return wallet.Nothing<GrantResult>(before.Kind == OperationKind.Grant && before.Amount == grant.Amount && before.Lot == terms
                ? new GrantResult.Granted($"lot-{before.Sequence}")
                : new GrantResult.Conflict($"'{grant.OperationId}' was granted before, with another amount, kind or expiry."));
        }

        var draft = new WalletDraft(wallet, now);
        draft.ExpireDueLots();
        var lot = draft.Wallet.Sequence + 1;
        var leg = new Leg(LedgerAccounts.IssuerOf(grant.Kind), LedgerAccount.Wallet, lot, grant.Amount);
        draft.Append(grant.OperationId, OperationKind.Grant, grant.Amount, [leg], terms);
        if (grant.Kind != LotKind.Promotional)
        {
            draft.PayDebts(with: lot);
        }

        return draft.Decide<GrantResult>(new GrantResult.Granted($"lot-{lot}"));
    }

    /// <summary>Writes off what is left of lots whose time has run out. The answer is how much that was.</summary>
    public static Decision<long> Expire(this Wallet wallet, DateTimeOffset now)
    {
        var draft = new WalletDraft(wallet, now);
        draft.ExpireDueLots();
        return draft.Decide(wallet.Free - draft.Wallet.Free);
    }

    private static Decision<SettleResult> Settle(this Wallet wallet, Hold hold, OperationKind kind, long taken, DateTimeOffset now)
    {
        var used = Take(hold.Parts, taken).ToDictionary(part => part.Lot, part => part.Amount);
        var legs = hold.Parts.SelectMany(part =>
        {
            var captured = used.GetValueOrDefault(part.Lot);
            return new[]
            {
                new Leg(LedgerAccount.Held, LedgerAccount.Revenue, part.Lot, captured), new Leg(LedgerAccount.Held, LedgerAccount.Wallet, part.Lot, part.Amount - captured),
            };
        }).Where(leg => leg.Amount > 0);
        var draft = new WalletDraft(wallet, now);
        var operation = draft.Append(OperationIds.Settle(hold.Job), kind, taken, legs);

        draft.SettleReturned();
        return draft.Decide<SettleResult>(Settled(operation));
    }

    private static IEnumerable<HoldPart> Take(IEnumerable<HoldPart> from, long amount)
    {
        foreach (var part in from)
        {
            var taken = Math.Min(part.Amount, amount);
            if (taken > 0)
            {
                amount -= taken;
                yield return part with { Amount = taken };
            }
        }
    }

    private static SettleResult.Settled Settled(Operation operation) =>
        new(operation.Moved(LedgerAccount.Held, LedgerAccount.Revenue), operation.Moved(LedgerAccount.Held, LedgerAccount.Wallet));

    private static SettleResult.Conflict Ended(Operation before) => new(before.Kind == OperationKind.Capture
        ? $"The job's hold has ended: {before.Amount} credits were taken."
        : "The job's hold was released.");

    internal static Decision<T> Nothing<T>(this Wallet wallet, T answer) => new(answer, [], wallet);

    internal static void CheckAmount(long amount, long least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, Wallet.MaximumAmount);
    }
}
