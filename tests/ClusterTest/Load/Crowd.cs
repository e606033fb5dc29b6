using System.Globalization;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Load;

/// <summary>So many people at a time: whoever has spent everything leaves, and somebody new comes.</summary>
internal sealed class Crowd(
    IReadOnlyList<Uri> gateways, string host, LoadPlan plan, Tally tally, Violations violations, Timeline timeline, int seed) : IDisposable
{
    private readonly CancellationTokenSource enough = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<Person> people = [];
    private readonly List<Task> places = [];
    private int born;

    public IReadOnlyList<Person> People
    {
        get
        {
            lock (people)
            {
                return [.. people];
            }
        }
    }

    /// <summary>Opens so many places, each for one person after the other.</summary>
    public void Gather(int count)
    {
        for (var i = 0; i < count; i++)
        {
            places.Add(Task.Run(Fill));
        }
    }

    /// <summary>Lets everybody finish what is begun; breaks off what is not finished in time, which is a violation.</summary>
    public async Task Disperse(TimeSpan patience, CancellationToken cancellation)
    {
        await enough.CancelAsync();
        try
        {
            await Task.WhenAll(places).WaitAsync(patience, cancellation);
        }
        catch (TimeoutException)
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"{places.Count(place => !place.IsCompleted)} people were still waiting for an answer {patience.TotalSeconds:0} s after the last fault"));
            await stop.CancelAsync();
            await Task.WhenAll(places).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        people.ForEach(person => person.Dispose());
        stop.Dispose();
        enough.Dispose();
    }

    private async Task Fill()
    {
        while (!enough.IsCancellationRequested)
        {
            var person = Next();
            try
            {
                await person.Live(enough.Token, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested || enough.IsCancellationRequested)
            {
                // The load is over.
            }

            if (!person.IsSignedIn && !enough.IsCancellationRequested)
            {
                timeline.Add("somebody left without an account");
            }
        }
    }

    private Person Next()
    {
        lock (people)
        {
            var n = born++;
            var caller = new Caller(gateways, host, n % gateways.Count, tally);
            people.Add(new Person($"visitor-{n}@example.org", caller, tally, violations, plan, new Random(seed + n)));
            return people[^1];
        }
    }
}
