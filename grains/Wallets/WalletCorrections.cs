using System.Text.RegularExpressions;

namespace Darkroom.Wallets;

/// <summary>The rules by which what should not have been is reversed, without changing anything that is recorded. Pure, as <see cref="WalletDecisions"/>.</summary>
public static partial class WalletCorrections
{
    /// <summary>
    /// Reverses a grant, if all its credits are still there, or what a capture took. Comes once for each operation; what was answered
    /// for that is still answered so.
    /// </summary>
    /// <param name="recorded">The operations of the wrong one's id and of its <see cref="OperationIds.Correct"/>, as far as they exist. The wallet has their lots.</param>
    /// <exception cref="ArgumentException">The reason is no code.</exception>
    public static Decision<CorrectResult> Correct(
        this Wallet wallet, CreditCorrection correction, DateTimeOffset now, IReadOnlyDictionary<string, Operation> recorded)
    {
        if (!ReasonCode().IsMatch(correction.Reason))
        {
            throw new ArgumentException("A reason is a code of at most 40 lower-case letters, digits and hyphens, like 'granted-twice'.", nameof(correction));
        }

        if (recorded.TryGetValue(OperationIds.Correct(correction.OperationId), out var before))
        {
            return wallet.Nothing<CorrectResult>(before.Reason == correction.Reason
                ? new CorrectResult.Corrected(before.Amount)
                : new CorrectResult.Conflict($"'{correction.OperationId}' was corrected before, as '{before.Reason}'."));
        }

        if (!recorded.TryGetValue(correction.OperationId, out var wrong))
        {
            return Refused($"Nothing is recorded as '{correction.OperationId}'.");
        }

        var draft = new WalletDraft(wallet, now);
        draft.ExpireDueLots();
        switch (wrong.Kind)
        {
            case OperationKind.Grant:
                var lot = draft.Wallet.Lots[wrong.Sequence];
                var left = Math.Min(lot.Free, lot.Granted - lot.Reclaimed);
                return left < wrong.Amount
                    ? Refused($"{wrong.Amount} credits were granted and {left} of them are left: {wrong.Amount - left} are missing.", wrong.Amount - left)
                    : Reverse(LedgerAccounts.IssuerOf(lot.Terms.Kind), LedgerAccount.Wallet);
            case OperationKind.Capture when wrong.Amount > 0:
                return Reverse(LedgerAccount.Held, LedgerAccount.Revenue);
            case OperationKind.Capture:
                return Refused("The job was charged nothing.");
            case OperationKind.Refund or OperationKind.Dispute:
                return Refused("A clawback is undone by its reinstatement.");
            default:
                return Refused($"A {wrong.Kind} is not reversed: only a grant or a capture is.");
        }

        Decision<CorrectResult> Reverse(LedgerAccount source, LedgerAccount target)
        {
            // What a capture took goes back to where it can be spent: its job has ended, and with that the hold.
            var to = source == LedgerAccount.Held ? LedgerAccount.Wallet : source;
            var legs = wrong.Legs.Where(leg => leg.Source == source && leg.Target == target).Select(leg => new Leg(target, to, leg.Lot, leg.Amount));
            draft.Append(OperationIds.Correct(wrong.Id), OperationKind.Correction, wrong.Amount, legs, reason: correction.Reason);
            draft.SettleReturned();
            return draft.Decide<CorrectResult>(new CorrectResult.Corrected(wrong.Amount));
        }

        Decision<CorrectResult> Refused(string reason, long missing = 0) => wallet.Nothing<CorrectResult>(new CorrectResult.Refused(reason, missing));
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z")]
    private static partial Regex ReasonCode();
}
