using Darkroom.Wallets;

namespace Darkroom.Testing;

/// <summary>
/// What a wallet should do, written as simply as possible: lots in a list, jobs that remember where they took from, and
/// everything ever done. No sequences, no transfers, no chain. The rules and the books are compared with it.
/// </summary>
internal sealed class WalletModel(params LotKind[] order)
{
    private readonly List<Lot> lots = [];
    private readonly Dictionary<JobId, Work> works = [];
    private readonly Dictionary<string, (object Order, string Word)> done = [];

    public long Taken => works.Values.Sum(work => work.Used.Sum(part => part.Amount));

    public long Held => works.Values.Where(work => !work.HasEnded).Sum(work => work.Amount);

    public long Debt => lots.Sum(lot => lot.Debt);

    public long Available(DateTimeOffset now) => lots.Where(lot => !lot.IsDue(now)).Sum(lot => lot.Free);

    /// <summary>The answer in a word and its numbers; which words a conflict has is not the model's business.</summary>
    public string Run(WalletCommand command, DateTimeOffset now) => command switch
    {
        WalletCommand.Grant(var grant) => Once(grant.OperationId, grant, () => Grant(grant)),
        WalletCommand.Hold(var job, var amount) => Hold(job, amount, now),
        WalletCommand.Capture(var job, var amount) => Settle(job, amount, isCapture: true),
        WalletCommand.Release(var job) => Settle(job, 0, isCapture: false),
        WalletCommand.Claw(var clawback) => Once(clawback.OperationId, clawback, () => Claw(clawback, now)),
        WalletCommand.Reinstate(var id) => Once("reinstatement/" + id, id, () => Reinstate(id)),
        WalletCommand.Correct(var correction) => Once("correction/" + correction.OperationId, correction, () => Correct(correction.OperationId, now)),
        _ => throw new NotSupportedException(),
    };

    private string Once(string id, object what, Func<string> act)
    {
        if (done.TryGetValue(id, out var before)) return before.Order.Equals(what) ? before.Word : "conflict";
        var word = act();
        if (!word.StartsWith("refused", StringComparison.Ordinal)) done.Add(id, (what, word));
        return word;
    }

    private string Grant(CreditGrant grant)
    {
        var came = new Lot(grant) { Free = grant.Amount, Granted = grant.Amount };
        lots.Where(_ => grant.Kind != LotKind.Promotional).ToList().ForEach(owed => came.Free -= owed.Pay(came.Free));
        lots.Add(came);
        return "granted";
    }

    private string Hold(JobId job, long amount, DateTimeOffset now)
    {
        if (works.TryGetValue(job, out var before)) return before.HasEnded || before.Amount != amount ? "conflict" : $"held {amount}";
        if (Available(now) < amount) return $"insufficient {amount} {Available(now)}";
        var spendable = lots.Where(lot => !lot.IsDue(now)).OrderBy(lot => Array.IndexOf(order, lot.Of.Kind)).ThenBy(lot => lot.Of.ExpiresAt ?? DateTimeOffset.MaxValue);
        var work = works[job] = new Work(amount, Share(spendable.Select(lot => (lot, lot.Free)), amount));
        work.Parts.ForEach(part => part.Lot.Free -= part.Amount);
        return $"held {amount}";
    }

    private string Settle(JobId job, long taken, bool isCapture)
    {
        if (!works.ContainsKey(job) && isCapture) return "conflict";
        var work = works.TryGetValue(job, out var held) ? held : works[job] = new Work(0, []);
        if (work.HasEnded && (work.IsCaptured != isCapture || work.Taken != taken)) return "conflict";
        if (taken > work.Amount) return "fault";
        if (!work.HasEnded) work.End(isCapture, taken, Share(work.Parts, taken));
        return $"settled {taken} {work.Amount - taken}";
    }

    private string Claw(CreditClawback clawback, DateTimeOffset now)
    {
        var lot = lots.Find(one => one.Of.OperationId == clawback.GrantId && one.Of.Kind != LotKind.Promotional);
        if (lot is null || clawback.Amount > lot.Granted - lot.Reclaimed) return "refused";
        var there = Math.Min(lot.Free, clawback.Amount); // Of a lot whose time has run out: it is there to be taken, but not from the wallet.
        (lot.Free, lot.Reclaimed, lot.Debt) = (lot.Free - there, lot.Reclaimed + clawback.Amount, lot.Debt + clawback.Amount - there);
        return $"reclaimed {(lot.IsDue(now) ? 0 : there)} {clawback.Amount - there}";
    }

    private string Reinstate(string id)
    {
        if (!done.TryGetValue(id, out var before) || before.Order is not CreditClawback clawback) return "refused";
        var lot = lots.Single(one => one.Of.OperationId == clawback.GrantId);
        var owed = lot.Pay(clawback.Amount);
        (lot.Reclaimed, lot.Free) = (lot.Reclaimed - clawback.Amount, lot.Free + clawback.Amount - owed);
        return $"reinstated {clawback.Amount - owed} {owed}";
    }

    private string Correct(string id, DateTimeOffset now)
    {
        if (lots.Find(one => one.Of.OperationId == id) is not { } lot) return Uncharge(works.SingleOrDefault(one => OperationIds.Settle(one.Key) == id).Value);
        var left = lot.IsDue(now) ? 0 : Math.Min(lot.Free, lot.Granted - lot.Reclaimed);
        if (left < lot.Of.Amount) return $"refused {lot.Of.Amount - left}";
        (lot.Free, lot.Granted) = (lot.Free - lot.Of.Amount, 0);
        return $"corrected {lot.Of.Amount}";
    }

    private static string Uncharge(Work? work)
    {
        if (work is not { Taken: > 0 }) return "refused 0";
        work.Used.ForEach(part => part.Lot.Return(part.Amount));
        work.Used.Clear();
        return $"corrected {work.Taken}";
    }

    private static List<(Lot Lot, long Amount)> Share(IEnumerable<(Lot Lot, long Amount)> from, long amount) =>
        [.. from.Select(part => (part.Lot, amount - (amount -= Math.Min(part.Amount, amount))))];

    private sealed record Work(long Amount, List<(Lot Lot, long Amount)> Parts)
    {
        public bool HasEnded, IsCaptured;
        public long Taken;
        public List<(Lot Lot, long Amount)> Used = [];

        public void End(bool isCapture, long taken, List<(Lot Lot, long Amount)> used)
        {
            (HasEnded, IsCaptured, Taken, Used) = (true, isCapture, taken, used);
            Parts.Zip(used).ToList().ForEach(pair => pair.First.Lot.Return(pair.First.Amount - pair.Second.Amount));
        }
    }

    private sealed record Lot(CreditGrant Of)
    {
        public long Granted, Free, Reclaimed, Debt;

        public bool IsDue(DateTimeOffset now) => Of.ExpiresAt <= now;

        /// <summary>Pays its debt with as much of an amount as that takes, and answers how much that was.</summary>
        public long Pay(long amount)
        {
            var paid = Math.Min(Debt, amount);
            Debt -= paid;
            return paid;
        }

        /// <summary>What comes back pays first what is owed for its lot.</summary>
        public void Return(long amount) => Free += amount - Pay(amount);
    }
}
