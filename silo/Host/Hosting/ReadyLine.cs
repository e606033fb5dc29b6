using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Darkroom.Silo.Hosting;

/// <summary>Says, once everything answers, where to go and what runs: the one line that <c>make run</c> prints last.</summary>
internal sealed class ReadyLine(IServer server, HostOptions options, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            if (!Directory.Exists(options.Models))
            {
                Console.WriteLine($"Note: there is no folder {options.Models}: tools that need a model will fail. Run 'make setup', or set DARKROOM_MODELS.");
            }

            Console.WriteLine(
                $"Darkroom ready at {string.Join(", ", addresses)} · engine: {Engine.Name} · stand-ins: {Engine.StandIns} · data: {options.Data}");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
