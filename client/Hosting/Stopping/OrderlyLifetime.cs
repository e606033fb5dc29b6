using System.Runtime.InteropServices;
using Darkroom.Hosting.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Hosting.Stopping;

/// <summary>
/// Stops on SIGTERM, SIGINT and SIGQUIT, in two steps: at once the process is not ready any more, and after <see cref="ProcessOptions.Linger"/>
/// it stops. A second signal skips the wait. In Kubernetes the signal and the removal from the service's endpoints set out at the same
/// time, and nobody says when the latter has arrived everywhere
/// (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow): hence the wait.
/// </summary>
internal sealed partial class OrderlyLifetime(
    Readiness readiness, ProcessOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<OrderlyLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> registrations = [];
    private ITimer? linger;
    private int signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            registrations.Add(PosixSignalRegistration.Create(signal, context => OnSignal(context)));
        lifetime.ApplicationStopping.Register(readiness.Leave);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        linger?.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true; // The process ends by returning from its entry point, with its own exit code.
        readiness.Leave();
        if (Interlocked.Increment(ref signals) > 1 || options.Linger == TimeSpan.Zero || !lifetime.ApplicationStarted.IsCancellationRequested)
        {
            lifetime.StopApplication();
            return;
        }

        LogLeaving(logger, options.Linger.TotalSeconds);
        linger = time.CreateTimer(_ => lifetime.StopApplication(), null, options.Linger, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Told to stop: not ready any more, stopping in {Seconds} s")]
    private static partial void LogLeaving(ILogger logger, double seconds);
}
