namespace Darkroom.Wallets;

/// <summary>The rules by which paid credits are taken back, and given back when that was wrong. Pure, as <see cref="WalletDecisions"/>.</summary>
public static class WalletClawbacks
{
    /// <summary>
    /// Takes back credits of a grant: what is free, then what expired unused; the rest is held or used and becomes a debt. A hold is never
    /// broken: what comes back from it pays the debt first.
    /// </summary>
    /// <param name="recorded">The operations of the clawback's and the grant's ids, as far as they exist. The wallet has the grant's lot.</param>
    /// <exception cref="ArgumentException">The clawback's id or amount is not one.</exception>
    public static Decision<ClawbackResult> Claw(
        this Wallet wallet, CreditClawback clawback, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded)
    {
        WalletDecisions.CheckAmount(clawback.Amount, 1);
        OperationIds.CheckGiven(clawback.OperationId, nameof(clawback));
        var (kind, account) = clawback.Kind == ClawbackKind.Refund
            ? (OperationKind.Refund, LedgerAccount.Refunds) : (OperationKind.Dispute, LedgerAccount.Disputes);
        recorded.TryGetValue(clawback.GrantId, out var grant);
        if (recorded.TryGetValue(clawback.OperationId, out var before))
        {
            return wallet.Nothing<ClawbackResult>(before.Kind == kind && before.Amount == clawback.Amount && before.Legs[0].Lot == grant?.Sequence
                ? Reclaimed(before)
                : new ClawbackResult.Conflict($"'{clawback.OperationId}' came before, for another grant, amount or reason."));
        }

        if (grant is not { Kind: OperationKind.Grant, Lot: { } terms })
        {
            return Refused($"Nothing was granted as '{clawback.GrantId}'.");
        }

        if (terms.Kind == LotKind.Promotional)
        {
            return Refused($"Nobody paid for '{clawback.GrantId}', so there is nothing to refund. A wrong grant is corrected.");
        }

        var draft = new WalletDraft(wallet, now);
        draft.ExpireDueLots();
        var lot = draft.Wallet.Lots[grant.Sequence];
        if (clawback.Amount > lot.Granted - lot.Reclaimed)
        {
            return Refused($"'{clawback.GrantId}' gave {lot.Granted} credits, and {lot.Reclaimed} of them were taken back already: {clawback.Amount} are too many.");
        }

        var free = Math.Min(lot.Free, clawback.Amount);
        var expired = Math.Min(lot.Expired, clawback.Amount - free);
        var legs = new[]
        {
            new Leg(LedgerAccount.Wallet, account, lot.Id, free), new Leg(LedgerAccount.Expired, account, lot.Id, expired),
            new Leg(LedgerAccount.Debt, account, lot.Id, clawback.Amount - free - expired),
        }.Where(leg => leg.Amount > 0);
        return draft.Decide<ClawbackResult>(Reclaimed(draft.Append(clawback.OperationId, kind, clawback.Amount, legs)));

        Decision<ClawbackResult> Refused(string reason) => wallet.Nothing<ClawbackResult>(new ClawbackResult.Refused(reason));
    }

    /// <summary>
    /// Undoes a clawback whose dispute was won or whose refund failed: cancels what is left of its debt and gives the rest back on the lot's
    /// own terms. Comes once for each clawback.
    /// </summary>
    /// <param name="recorded">The operations of the clawback's id and of its <see cref="OperationIds.Reinstate"/>, as far as they exist. The wallet has its lot.</param>
    public static Decision<ReinstateResult> Reinstate(
        this Wallet wallet, string clawbackId, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded)
    {
        if (recorded.TryGetValue(OperationIds.Reinstate(clawbackId), out var before))
        {
            return wallet.Nothing<ReinstateResult>(Reinstated(before));
        }

        if (!recorded.TryGetValue(clawbackId, out var clawback) || clawback.Kind is not (OperationKind.Refund or OperationKind.Dispute))
        {
            return wallet.Nothing<ReinstateResult>(new ReinstateResult.Refused($"Nothing was taken back as '{clawbackId}'."));
        }

        var draft = new WalletDraft(wallet, now);
        draft.ExpireDueLots();
        var lot = draft.Wallet.Lots[clawback.Legs[0].Lot];
        var account = clawback.Legs[0].Target;
        var owed = Math.Min(lot.Debt, clawback.Amount);
        var legs = new[]
        {
            new Leg(account, LedgerAccount.Debt, lot.Id, owed), new Leg(account, LedgerAccount.Wallet, lot.Id, clawback.Amount - owed),
        }.Where(leg => leg.Amount > 0);
        var operation = draft.Append(OperationIds.Reinstate(clawbackId), OperationKind.Reinstatement, clawback.Amount, legs);
        draft.SettleReturned();
        return draft.Decide<ReinstateResult>(Reinstated(operation));
    }

    private static ClawbackResult.Reclaimed Reclaimed(Operation operation)
    {
        var account = operation.Legs[0].Target;
        return new(operation.Moved(LedgerAccount.Wallet, account), operation.Moved(LedgerAccount.Debt, account));
    }

    private static ReinstateResult.Reinstated Reinstated(Operation operation)
    {
        var account = operation.Legs[0].Source;
        return new(operation.Moved(account, LedgerAccount.Wallet), operation.Moved(account, LedgerAccount.Debt));
    }
}
