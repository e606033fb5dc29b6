using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Darkroom.Telemetry;

namespace Darkroom.Gateway.Metrics;

/// <summary>
/// Listens to this process' instruments and keeps their sums, for <c>/metrics</c>. It counts from its making on, so it is made when the
/// process starts. Thread-safe.
/// </summary>
public sealed class MetricsCollector : IDisposable
{
    // More label sets than this under one name are a mistake that would grow without end; they are left out and counted.
    private const int MostSeries = 1000;

    private static readonly HashSet<string> Meters =
        new(StringComparer.Ordinal) { DarkroomMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime" };

    /// <summary>Seconds, from a cache hit to a large picture in a full queue.</summary>
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly ConcurrentDictionary<Instrument, MetricFamily> families = [];
    private readonly MeterListener listener = new();
    private readonly Lock scrape = new();
    private long dropped;

    /// <summary>Starts to listen.</summary>
    public MetricsCollector()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                self.EnableMeasurementEvents(instrument, families.GetOrAdd(instrument, MetricFamily.Of));
        };
        listener.MeasurementsCompleted = (instrument, _) => families.TryRemove(instrument, out var _);
        listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(value, tags, state));
        listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(value, tags, state));
        listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(value, tags, state));
        listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Take(value, tags, state));
        listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Take((double)value, tags, state));
        listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Take(value, tags, state));
        listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Take(value, tags, state));
        listener.Start();
    }

    /// <summary>Everything, in the text format of Prometheus, version 0.0.4.</summary>
    public string Collect()
    {
        lock (scrape)
        {
            // What is observed may have gone: a label that is not observed any more must not stay at its last value.
            foreach (var family in families.Values.Where(family => family.IsObserved && family.Instrument.IsObservable))
                family.Series.Clear();
            listener.RecordObservableInstruments();
            return PrometheusText.Write(families.Values, Interlocked.Read(ref dropped));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var family = (MetricFamily)state!;
        var labels = PrometheusText.Labels(tags);
        if (!family.Series.TryGetValue(labels, out var series))
        {
            if (family.Series.Count >= MostSeries)
            {
                Interlocked.Increment(ref dropped);
                return;
            }

            series = family.Series.GetOrAdd(labels, new MetricSeries(labels, family.Kind == MetricKind.Histogram ? Bounds(family.Instrument) : null));
        }

        if (family.IsObserved)
            series.Set(value);
        else
            series.Add(value);
    }

    private static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => DefaultBounds,
    };
}
