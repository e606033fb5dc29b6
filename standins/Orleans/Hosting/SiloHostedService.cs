using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.InProcess;

/// <summary>Starts and stops the silo with its host.</summary>
internal sealed class SiloHostedService(Silo silo) : IHostedService, IDisposable
{
    private readonly Collector _collector = new(silo);
    private readonly ReminderService? _reminders = silo.Services.GetService<ReminderService>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var part in silo.Services.GetServices<IStartsWithSilo>()) await part.StartAsync(cancellationToken);
        silo.Status = SiloStatus.Running;
        _collector.Start();
        if (_reminders is not null) await _reminders.StartAsync(cancellationToken);
        silo.Log.Started(silo.Name, silo.Cluster.ServiceId, silo.Cluster.ClusterId);
    }

    /// <summary>Takes no more calls, lets what runs end, lets every activation go. What does not end in time is left.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (silo.Status != SiloStatus.Running) return;
        silo.Status = SiloStatus.Stopping;
        silo.Catalog.Close();
        _collector.Dispose();
        if (_reminders is not null) await _reminders.StopAsync();

        var activations = silo.Catalog.Activations.OrderBy(activation => activation.GrainId).ToArray();
        foreach (var activation in activations)
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops."), cancellationToken);
        try
        {
            await Task.WhenAll(activations.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            silo.Log.Stopped(silo.Name, activations.Length);
        }
        catch (OperationCanceledException)
        {
            silo.Log.StoppedHard(silo.Name, activations.Count(activation => !activation.Deactivated.IsCompleted));
        }

        silo.Status = SiloStatus.Stopped;
    }

    public void Dispose()
    {
        _collector.Dispose();
        _reminders?.Dispose();
    }
}
