using Darkroom.Vault;
using Microsoft.Extensions.Hosting;

namespace Darkroom.Storage.Keys;

/// <summary>Opens the vault's stores before anything is served: a missing or wrong master key stops the start with a text that says what to do.</summary>
internal sealed class VaultStartup(Func<(IKeyStore, IObjectStore)> open) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.Run(open, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
