using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace Darkroom.Hosting;

/// <summary>What a process says of itself once it is ready.</summary>
/// <param name="Name"><c>Darkroom</c>, <c>Darkroom silo</c> or <c>Darkroom gateway</c>.</param>
/// <param name="Facts">What is worth knowing at a glance: <c>data: …</c>.</param>
/// <param name="Notes">What an operator may have overlooked, a sentence each.</param>
public sealed record ReadyText(string Name, IReadOnlyList<string> Facts, IReadOnlyList<string> Notes);

/// <summary>Says, once everything answers, where to go and what runs: the one line that <c>make run</c> prints last.</summary>
internal sealed class ReadyLine(IServer server, ReadyText text, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var note in text.Notes)
                Console.WriteLine($"Note: {note}");
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            string[] facts = [$"engine: {Engine.Name}", $"stand-ins: {Engine.StandIns}", .. text.Facts];
            Console.WriteLine($"{text.Name} ready at {string.Join(", ", addresses)} · {string.Join(" · ", facts)}");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
