using System.Globalization;
using Darkroom.ClusterTest.Load;
using Darkroom.ClusterTest.Nodes;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Faults;

/// <summary>Strikes with one fault after the other, under load, each time waiting until everything goes well again.</summary>
internal sealed class Ordeal(Cluster cluster, Tally tally, Timeline timeline, Violations violations, CancellationToken stop)
{
    /// <summary>What people rarely do says too little about when it works again.</summary>
    private static readonly Wish[] Frequent = [Wish.SignUp, Wish.Upload, Wish.Follow, Wish.Download, Wish.Delete, Wish.Wallet];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <summary>Waits until every kind of request has been answered well by every gateway, and none badly for some seconds.</summary>
    public async Task<bool> GoesWell(TimeSpan since)
    {
        for (var began = tally.Now; tally.Now - began < Patience; await Task.Delay(200, stop))
        {
            var seen = tally.Since(since);
            var works = Frequent.All(wish => cluster.Gateways.Select((_, n) => n)
                .All(gateway => seen.Any(attempt => attempt.Wish == wish && attempt.Gateway == gateway && attempt.Began >= since && attempt.Error is null)));
            var calm = !seen.Any(attempt => attempt.Error is not null && attempt.Ended > tally.Now - Quiet);
            if (works && calm && await cluster.IsReady())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One fault from the blow to the recovery.</summary>
    public async Task<Struck> Strike(Fault fault)
    {
        timeline.Add(fault.Name);
        var at = timeline.Now;
        await fault.Strike(cluster);
        if (fault.Lasts > TimeSpan.Zero)
        {
            await Task.Delay(fault.Lasts, stop);
        }

        await fault.Repair(cluster);
        var repaired = timeline.Now;
        timeline.Add("… repaired");
        if (!await GoesWell(repaired))
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"no recovery from '{fault.Name}' within {Patience.TotalSeconds:0} s"));
            return new Struck(fault, at, repaired, null);
        }

        timeline.Add("… all goes well again");
        return new Struck(fault, at, repaired, timeline.Now);
    }
}
