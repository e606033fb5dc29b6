using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Darkroom.Benchmarks.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

// A silo of the engine that this was built with. Argument: how many calls are under way at a time. Says the engine's name, then for each
// line with a number makes so many calls of one grain, from within the process, and answers with the milliseconds.
var atOnce = int.Parse(args[0], CultureInfo.InvariantCulture);
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning).ClearProviders();
builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
using var host = builder.Build();
await host.StartAsync();
var grain = host.Services.GetRequiredService<IClusterClient>().GetGrain<ICountingGrain>("bench");
var engine = typeof(IGrain).Assembly.GetName();
Console.WriteLine(engine.Name == "Darkroom.Standins.Orleans" ? "the stand-in" : $"Orleans {FileVersionInfo.GetVersionInfo(typeof(IGrain).Assembly.Location).ProductVersion?.Split('+', ' ')[0].TrimEnd('.')}");

for (var line = Console.ReadLine(); line is not null; line = Console.ReadLine())
{
    var each = int.Parse(line, CultureInfo.InvariantCulture) / atOnce;
    var before = await grain.Add(0);
    var watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => Call(each))));
    var took = watch.Elapsed;
    if (await grain.Add(0) != before + (each * atOnce)) throw new InvalidOperationException("Calls were lost.");
    Console.WriteLine(took.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
}

await host.StopAsync();

async Task Call(int times)
{
    for (var i = 0; i < times; i++) await grain.Add(1);
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
