using System.Diagnostics;
using System.Globalization;

namespace Darkroom.ClusterTest.Report;

/// <summary>What happened, in order, each with the seconds since the start; said aloud while it happens. Thread-safe.</summary>
internal sealed class Timeline(Action<string> say)
{
    private readonly Stopwatch since = Stopwatch.StartNew();
    private readonly List<(TimeSpan At, string What)> entries = [];

    public TimeSpan Now => since.Elapsed;

    public void Add(string what)
    {
        lock (entries)
        {
            var at = Now;
            entries.Add((at, what));
            say(Line(at, what));
        }
    }

    public IReadOnlyList<string> Lines()
    {
        lock (entries)
        {
            return [.. entries.Select(entry => Line(entry.At, entry.What))];
        }
    }

    private static string Line(TimeSpan at, string what) => string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,7:0.0} s  {what}");
}
