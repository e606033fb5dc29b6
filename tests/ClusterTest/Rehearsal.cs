using System.Globalization;
using Darkroom.ClusterTest.Checks;
using Darkroom.ClusterTest.Faults;
using Darkroom.ClusterTest.Load;
using Darkroom.ClusterTest.Network;
using Darkroom.ClusterTest.Nodes;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest;

/// <summary>A whole test: a cluster under load, faults, quiet, checks, and a report of it.</summary>
/// <param name="People">How many at a time.</param>
/// <param name="Faults">What strikes, in this order.</param>
internal sealed record Rehearsal(int People, IReadOnlyList<Fault> Faults)
{
    private const string Brand = "nanogpt.localhost";
    private const long Welcome = 20;

    /// <summary>For what was begun before the last fault: several attempts at a job, each after a longer wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs it.</summary>
    /// <param name="folder">For logs and mails of the processes; the caller's to keep or remove.</param>
    /// <param name="say">Told what happens while it happens.</param>
    /// <param name="stop">Ends the test in the middle; every process that it has started is ended too.</param>
    /// <returns>The report, and the promises that were broken.</returns>
    public async Task<(string Report, IReadOnlyList<string> Violations)> Run(INetwork network, Build build, string folder, int seed, Action<string> say, CancellationToken stop)
    {
        var timeline = new Timeline(say);
        var violations = new Violations(timeline);
        var tally = new Tally(timeline);
        await using var cluster = await Cluster.Start(network, build, folder, timeline);
        timeline.Add(string.Create(CultureInfo.InvariantCulture, $"three silos and two gateways are ready; load by {People} people at a time, seed {seed}"));
        using var crowd = new Crowd(
            cluster.Addresses, Brand, new LoadPlan(new Mailboxes(cluster.DataFolders), TimeSpan.FromSeconds(2)), tally, violations, timeline, seed);
        crowd.Gather(People);

        var ordeal = new Ordeal(cluster, tally, timeline, violations, stop);
        var struck = new List<Struck>();
        if (!await ordeal.GoesWell(timeline.Now))
        {
            violations.Add("the load does not go well even without a fault");
        }

        foreach (var fault in Faults.Where(fault => fault.LeftOut is null))
        {
            struck.Add(await ordeal.Strike(fault));
        }

        await crowd.Disperse(Patience, stop);
        timeline.Add("the load is over");
        // No fault here is one of the program's: who asks while a store is away is told 503.
        if (tally.Since(TimeSpan.Zero).Count(attempt => attempt.Error?.StartsWith("500", StringComparison.Ordinal) == true) is var defects and > 0)
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"{defects} requests were answered 500"));
        }

        var people = new PeopleCheck(violations, Welcome);
        await people.Run(crowd.People, Patience, stop);
        string[] facts =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"{crowd.People.Count(person => person.IsSignedIn)} people signed up, {crowd.People.Count(person => person.HasSpentAll)} of them spent until 402; {crowd.People.Sum(person => person.Orders.Count)} jobs were accepted"),
            people.Summary,
            .. await new StoresCheck(cluster.Stores, violations).Run(),
            await BooksCheck.Run(cluster.Stores, violations),
            string.Create(CultureInfo.InvariantCulture, $"{cluster.Nodes.Sum(node => node.Ends)} processes ended by themselves and were started again"),
        ];
        var report = new Results(timeline, tally, violations, [.. Faults.Where(fault => fault.LeftOut is not null)], struck).Write(facts);
        return (report, violations.All);
    }
}
