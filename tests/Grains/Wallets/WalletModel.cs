using Darkroom.Wallets;

namespace Darkroom.Testing;

/// <summary>
/// What a wallet should do, written as simply as possible: lots in a list, holds that remember where they took from, and
/// everything ever asked. No sequences, no transfers, no chain. The rules and the books are compared with it.
/// </summary>
internal sealed class WalletModel(params LotKind[] order)
{
    private readonly List<ModelLot> lots = [];
    private readonly Dictionary<JobId, (long Amount, List<(ModelLot Lot, long Amount)> Parts)> holds = [];
    private readonly Dictionary<JobId, (bool Captured, long Taken, long Given)> ended = [];
    private readonly Dictionary<string, CreditGrant> grants = [];

    public long Taken => ended.Values.Sum(end => end.Taken);

    public long Held => holds.Values.Sum(hold => hold.Amount);

    public long Available(DateTimeOffset now) => lots.Where(lot => !(lot.ExpiresAt <= now)).Sum(lot => lot.Free);

    /// <summary>The answer in a word and its numbers; which words a conflict has is not the model's business.</summary>
    public string Run(WalletCommand command, DateTimeOffset now) => command switch
    {
        WalletCommand.Grant(var grant) => Grant(grant),
        WalletCommand.Hold(var job, var amount) => Hold(job, amount, now),
        WalletCommand.Capture(var job, var amount) => Capture(job, amount),
        WalletCommand.Release(var job) => Release(job),
        _ => throw new NotSupportedException(),
    };

    private string Grant(CreditGrant grant)
    {
        if (grants.TryGetValue(grant.OperationId, out var before))
        {
            return before == grant ? "granted" : "conflict";
        }

        grants.Add(grant.OperationId, grant);
        lots.Add(new ModelLot(grant.Kind, grant.ExpiresAt, lots.Count) { Free = grant.Amount });
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

        List<(ModelLot, long)> parts = [];
        var missing = amount;
        foreach (var lot in lots.Where(lot => !(lot.ExpiresAt <= now) && lot.Free > 0)
            .OrderBy(lot => Array.IndexOf(order, lot.Kind)).ThenBy(lot => lot.ExpiresAt ?? DateTimeOffset.MaxValue).ThenBy(lot => lot.Number))
        {
            var part = Math.Min(lot.Free, missing);
            lot.Free -= part;
            missing -= part;
            parts.Add((lot, part));
        }

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
        var left = taken;
        foreach (var (lot, amount) in hold.Parts ?? [])
        {
            var used = Math.Min(amount, left);
            left -= used;
            lot.Free += amount - used;
        }

        ended.Add(job, (captured, taken, hold.Amount - taken));
        return $"settled {taken} {hold.Amount - taken}";
    }

    private sealed record ModelLot(LotKind Kind, DateTimeOffset? ExpiresAt, int Number)
    {
        public long Free { get; set; }
    }
}
