using System.Diagnostics.Metrics;

namespace Darkroom.Telemetry;

/// <summary>
/// Everything that Darkroom counts, one verb per thing that happens. Labels are tool, lane, brand and outcome only:
/// never an id, a name or an address. Thread-safe.
/// </summary>
public sealed class DarkroomMetrics
{
    /// <summary>The meter that an exporter listens to.</summary>
    public const string MeterName = "Darkroom";

    private readonly Meter meter;
    private readonly Counter<long> jobsEnded;
    private readonly Histogram<double> jobWait;
    private readonly Histogram<double> jobRun;
    private readonly Counter<long> forgotten;

    /// <summary>Creates the instruments.</summary>
    public DarkroomMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        jobsEnded = meter.CreateCounter<long>("darkroom_jobs_ended", description: "Jobs by tool and final status.");
        jobWait = meter.CreateHistogram<double>("darkroom_job_wait_seconds", "s", "From queued to leased, by tool.");
        jobRun = meter.CreateHistogram<double>("darkroom_job_run_seconds", "s", "From leased to ended, by tool.");
        forgotten = meter.CreateCounter<long>("darkroom_forgotten", description: "Pictures forgotten, by kind.");
    }

    /// <summary>A job reached a final status.</summary>
    public void OnJobEnded(string tool, string status) => jobsEnded.Add(1, new("tool", tool), new("status", status));

    /// <summary>A worker leased a job that had waited this long.</summary>
    public void OnJobStarted(string tool, TimeSpan waited) => jobWait.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("tool", tool));

    /// <summary>An attempt ended after this long.</summary>
    public void OnAttemptEnded(string tool, TimeSpan ran) => jobRun.Record(ran.TotalSeconds, new KeyValuePair<string, object?>("tool", tool));

    /// <summary>A picture's key and bytes are gone.</summary>
    public void OnForgotten(string kind) => forgotten.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Registers a value that is read when metrics are scraped.</summary>
    public void Observe(string name, string description, Func<IEnumerable<Measurement<long>>> read) =>
        meter.CreateObservableGauge(name, read, description: description);
}
