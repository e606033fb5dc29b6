using System.Diagnostics.Metrics;

namespace Darkroom.Gateway.Metrics;

/// <summary>The present value of one instrument under one set of labels. Thread-safe.</summary>
/// <param name="labels">As they stand in the text, without braces.</param>
/// <param name="bounds">Upper bounds of a histogram's buckets; null for everything else.</param>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly Lock gate = new();
    private readonly long[] buckets = new long[(bounds?.Length ?? 0) + 1];
    private double sum;

    public string Labels => labels;

    public IReadOnlyList<double> Bounds => bounds ?? [];

    /// <summary>Counts, or adds to a histogram.</summary>
    public void Add(double value)
    {
        lock (gate)
        {
            sum += value;
            if (bounds is null)
                return;
            var bucket = Array.BinarySearch(bounds, value);
            buckets[bucket >= 0 ? bucket : ~bucket]++;
        }
    }

    /// <summary>What was observed replaces what was there.</summary>
    public void Set(double value)
    {
        lock (gate)
            sum = value;
    }

    /// <summary>The sum (or value), and per bucket how many values were at most its bound; the last bucket has no bound.</summary>
    public (double Sum, long[] Cumulative) Read()
    {
        lock (gate)
        {
            var total = 0L;
            return (sum, [.. buckets.Select(count => total += count)]);
        }
    }
}

/// <summary>How an instrument appears in the text.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One instrument and its series.</summary>
internal sealed class MetricFamily(Instrument instrument, MetricKind kind, bool isObserved)
{
    public Instrument Instrument => instrument;

    public MetricKind Kind => kind;

    /// <summary>Its values are absolute and read anew for every scrape.</summary>
    public bool IsObserved => isObserved;

    public System.Collections.Concurrent.ConcurrentDictionary<string, MetricSeries> Series { get; } = new(StringComparer.Ordinal);

    public static MetricFamily Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var kind = generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? MetricKind.Counter
            : generic == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
        return new MetricFamily(instrument, kind, instrument.IsObservable || generic == typeof(Gauge<>));
    }
}
