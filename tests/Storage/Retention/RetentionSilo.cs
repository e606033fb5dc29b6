using System.Net;
using System.Net.Sockets;
using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Retention;
using Darkroom.Storage.Keys;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Telemetry;
using Darkroom.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>A silo with vault, keys and forgetting on the real files of a folder.</summary>
internal sealed class RetentionSilo : IAsyncDisposable
{
    private readonly IHost host;

    private RetentionSilo(IHost host) => this.host = host;

    public IForgetting Forgetting => host.Services.GetRequiredService<IForgetting>();

    public IForgettingStatus Status => host.Services.GetRequiredService<IForgettingStatus>();

    public IPictureVault Vault => host.Services.GetRequiredService<IPictureVault>();

    public IObjectStore Objects => host.Services.GetRequiredService<IObjectStore>();

    public IKeyStore Keys => host.Services.GetRequiredService<IKeyStore>();

    public UserKeys UserKeys => host.Services.GetRequiredService<UserKeys>();

    public OrphanSweep Orphans => host.Services.GetRequiredService<OrphanSweep>();

    public IServiceProvider Services => host.Services;

    public static async Task<RetentionSilo> Start(TestFolder folder, TimeProvider time, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var options = folder.Storage;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddMetrics().AddSingleton<DarkroomMetrics>();
        builder.Services.AddTestClock(time);
        builder.Services.AddSingleton<IBrands, NoBrands>();
        builder.Services.AddDarkroomStorage(options).AddLocalVault(folder.Vault).AddRetention();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .UseAdoNetReminderService((AdoNetReminderTableOptions reminders) =>
            {
                reminders.Invariant = options.OrleansInvariant;
                reminders.ConnectionString = options.OrleansConnectionString;
            }));
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();

        // What cannot be done at once is tried again after a pause, which does not pass by itself on a clock that stands.
        var startup = host.Services.GetServices<IHostedService>().OfType<RetentionStartup>().Single().ExecuteTask!;
        await Eventually.Is(() => Task.FromResult(startup.IsCompleted), true, nudge: () => (time as ManualTime)?.Advance(TimeSpan.FromSeconds(1)));
        await startup;
        return new RetentionSilo(host);
    }

    /// <summary>Stores a picture as a job does: the row first.</summary>
    public async Task<RetainedPicture> Keep(DateTimeOffset until, byte[]? content = null, UserId? owner = null, string kind = "input")
    {
        var picture = LocalVault.NewPicture(owner);
        var retained = new RetainedPicture(picture, JobId.New(picture.Owner.Brand, TimeProvider.System, RandomSource.System), kind, "TST-01", until);
        await Forgetting.Register(retained, default);
        await Vault.Put(picture, new MemoryStream(content ?? RandomSource.System.Bytes(1000)), default);
        return retained;
    }

    /// <summary>Lets every shard forget what is due, without waiting for its reminder.</summary>
    public Task Sweep()
    {
        var grains = Services.GetRequiredService<global::Orleans.IGrainFactory>();
        return Task.WhenAll(Enumerable.Range(0, RetentionShard.Count).Select(shard => grains.GetGrain<IRetentionGrain>(RetentionShard.Key(shard)).Sweep()));
    }

    public async Task<byte[]?> Read(PictureRef picture)
    {
        await using var stream = await Vault.Open(picture, default);
        if (stream is null)
        {
            return null;
        }

        using var target = new MemoryStream();
        await stream.Content.CopyToAsync(target);
        return target.ToArray();
    }

    /// <summary>The whole objects in the store.</summary>
    public async Task<int> ObjectCount()
    {
        var count = 0;
        for (var part = 0; part < ObjectName.Parts; part++)
        {
            await foreach (var _ in Objects.List(part, default))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The object keys that are not destroyed.</summary>
    public async Task<int> KeyCount()
    {
        var count = 0;
        for (var part = 0; part < ObjectName.Parts; part++)
        {
            count += (await Keys.ListObjectKeys(part, DateTimeOffset.MaxValue.AddDays(-1), null, 100_000)).Count;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class NoBrands : IBrands
    {
        public IReadOnlyDictionary<BrandId, BrandPolicy> All { get; } = new Dictionary<BrandId, BrandPolicy>();

        public BrandPolicy? ByHost(string host) => null;
    }
}
