using Darkroom.Wallets;

namespace Darkroom.Testing;

/// <summary>
/// What a wallet should do, written as simply as possible: lots in a list, holds that remember where they took from, and
/// everything ever done. No sequences, no transfers, no chain. The rules and the books are compared with it.
/// </summary>
internal sealed class WalletModel(params LotKind[] order)
{
    private readonly List<ModelLot> lots = [];
    private readonly Dictionary<JobId, (long Amount, List<(ModelLot Lot, long Amount)> Parts)> holds = [];
    private readonly Dictionary<JobId, (bool Captured, long Taken, long Given, List<(ModelLot Lot, long Amount)> Used)> ended = [];
    private readonly Dictionary<string, (object Order, string Word)> done = [];

    public long Taken { get; private set; }

    public long Held => holds.Values.Sum(hold => hold.Amount);

    public long Debt => lots.Sum(lot => lot.Debt);

    public long Available(DateTimeOffset now) => lots.Where(lot => !lot.IsDue(now)).Sum(lot => lot.Free);

    /// <summary>The answer in a word and its numbers; which words a conflict has is not the model's business.</summary>
    public string Run(WalletCommand command, DateTimeOffset now) => command switch
    {
        WalletCommand.Grant(var grant) => Once(grant.OperationId, grant, () => Grant(grant)),
        WalletCommand.Hold(var job, var amount) => Hold(job, amount, now),
        WalletCommand.Capture(var job, var amount) => Capture(job, amount),
        WalletCommand.Release(var job) => Release(job),
        WalletCommand.Claw(var clawback) => Once(clawback.OperationId, clawback, () => Claw(clawback, now)),
        WalletCommand.Reinstate(var id) => Once("reinstatement/" + id, id, () => Reinstate(id)),
        WalletCommand.Correct(var correction) => Once("correction/" + correction.OperationId, correction, () => Correct(correction.OperationId, now)),
        _ => throw new NotSupportedException(),
    };

    private string Once(string id, object order, Func<string> act)
    {
        if (done.TryGetValue(id, out var before))
        {
            return before.Order.Equals(order) ? before.Word : "conflict";
        }

        var word = act();
        if (!word.StartsWith("refused", StringComparison.Ordinal))
        {
            done.Add(id, (order, word));
        }

        return word;
    }

    private string Grant(CreditGrant grant)
    {
        var came = new ModelLot(grant, lots.Count) { Free = grant.Amount, Granted = grant.Amount };
        foreach (var owed in lots.Where(_ => grant.Kind != LotKind.Promotional))
        {
            var paid = Math.Min(owed.Debt, came.Free);
            (owed.Debt, came.Free) = (owed.Debt - paid, came.Free - paid);
        }

        lots.Add(came);
        return "granted";
    }

    private string Hold(JobId job, long amount, DateTimeOffset now)
    {
        if (ended.ContainsKey(job) || (holds.TryGetValue(job, out var before) && before.Amount != amount))
        {
            return "conflict";
        }

        if (holds.ContainsKey(job))
        {
            return $"held {amount}";
        }

        if (Available(now) < amount)
        {
            return $"insufficient {amount} {Available(now)}";
        }

        var spendable = lots.Where(lot => !lot.IsDue(now))
            .OrderBy(lot => Array.IndexOf(order, lot.Order.Kind)).ThenBy(lot => lot.Order.ExpiresAt ?? DateTimeOffset.MaxValue).ThenBy(lot => lot.Number);
        var parts = Share(spendable.Select(lot => (lot, lot.Free)), amount);
        parts.ForEach(part => part.Lot.Free -= part.Amount);
        holds.Add(job, (amount, parts));
        return $"held {amount}";
    }

    private string Capture(JobId job, long amount)
    {
        if (ended.TryGetValue(job, out var end))
        {
            return end.Captured && end.Taken == amount ? $"settled {end.Taken} {end.Given}" : "conflict";
        }

        return !holds.TryGetValue(job, out var hold) ? "conflict" : amount > hold.Amount ? "fault" : Settle(job, true, amount);
    }

    private string Release(JobId job) => ended.TryGetValue(job, out var end)
        ? end.Captured ? "conflict" : $"settled 0 {end.Given}"
        : Settle(job, false, 0);

    private string Settle(JobId job, bool captured, long taken)
    {
        holds.Remove(job, out var hold);
        var used = Share(hold.Parts ?? [], taken);
        (hold.Parts ?? []).ForEach(part => part.Lot.Return(part.Amount - used.Where(one => one.Lot == part.Lot).Sum(one => one.Amount)));
        ended.Add(job, (captured, taken, hold.Amount - taken, used));
        Taken += taken;
        return $"settled {taken} {hold.Amount - taken}";
    }

    private string Claw(CreditClawback clawback, DateTimeOffset now)
    {
        if (lots.Find(lot => lot.Order.OperationId == clawback.GrantId && lot.Order.Kind != LotKind.Promotional) is not { } lot
            || clawback.Amount > lot.Granted - lot.Reclaimed)
        {
            return "refused";
        }

        // Of a lot whose time has run out, what is free has expired: it is there to be taken, but not from the wallet.
        var there = Math.Min(lot.Free, clawback.Amount);
        (lot.Free, lot.Reclaimed, lot.Debt) = (lot.Free - there, lot.Reclaimed + clawback.Amount, lot.Debt + clawback.Amount - there);
        return $"reclaimed {(lot.IsDue(now) ? 0 : there)} {clawback.Amount - there}";
    }

    private string Reinstate(string id)
    {
        if (!done.TryGetValue(id, out var before) || before.Order is not CreditClawback clawback)
        {
            return "refused";
        }

        var lot = lots.Find(lot => lot.Order.OperationId == clawback.GrantId)!;
        var owed = Math.Min(lot.Debt, clawback.Amount);
        (lot.Debt, lot.Reclaimed, lot.Free) = (lot.Debt - owed, lot.Reclaimed - clawback.Amount, lot.Free + clawback.Amount - owed);
        return $"reinstated {clawback.Amount - owed} {owed}";
    }

    private string Correct(string id, DateTimeOffset now)
    {
        if (lots.Find(lot => lot.Order.OperationId == id) is { } lot)
        {
            var left = lot.IsDue(now) ? 0 : Math.Min(lot.Free, lot.Granted - lot.Reclaimed);
            if (left < lot.Order.Amount)
            {
                return $"refused {lot.Order.Amount - left}";
            }

            (lot.Free, lot.Granted) = (lot.Free - lot.Order.Amount, 0);
            return $"corrected {lot.Order.Amount}";
        }

        var charged = ended.SingleOrDefault(end => OperationIds.Settle(end.Key) == id && end.Value.Taken > 0).Value;
        charged.Used?.ForEach(part => part.Lot.Return(part.Amount));
        Taken -= charged.Taken;
        return charged.Taken > 0 ? $"corrected {charged.Taken}" : "refused 0";
    }

    private static List<(ModelLot Lot, long Amount)> Share(IEnumerable<(ModelLot Lot, long Amount)> from, long amount)
    {
        var left = amount;
        return [.. from.Select(part => (part.Lot, Amount: Math.Min(part.Amount, left), Left: left -= Math.Min(part.Amount, left))).Select(part => (part.Lot, part.Amount))];
    }

    private sealed class ModelLot(CreditGrant order, int number)
    {
        public CreditGrant Order => order;

        public int Number => number;

        public long Granted { get; set; }

        public long Free { get; set; }

        public long Reclaimed { get; set; }

        public long Debt { get; set; }

        public bool IsDue(DateTimeOffset now) => Order.ExpiresAt <= now;

        /// <summary>What comes back pays first what is owed for its lot.</summary>
        public void Return(long amount)
        {
            var paid = Math.Min(Debt, amount);
            (Debt, Free) = (Debt - paid, Free + amount - paid);
        }
    }
}
