using System.Diagnostics.Metrics;
using System.Reflection;
using Darkroom.Brands;
using Darkroom.Imaging;
using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Security;
using Darkroom.Silo.Work;
using Darkroom.Simulation.Checks;
using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Load;
using Darkroom.Simulation.Plants;
using Darkroom.Simulation.Storage;
using Darkroom.Simulation.Time;
using Darkroom.Telemetry;
using Darkroom.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.InProcess;

namespace Darkroom.Simulation.Cluster;

/// <summary>Puts processes together from the product's own parts; only time, chance, stores, network and pixels are the simulation's.</summary>
internal sealed class Processes(World world, FaultSource faults, Stores stores, Network network, JobOptions limits, Plant plant)
{
    /// <summary>A silo that has not stopped by then is killed.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private static readonly GrainClasses Classes = new(new Orleans.Configuration.GrainCollectionOptions());
    private static readonly MethodInfo Execute = typeof(BackgroundService).GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private readonly MasterKey master = new(world.Stream("master").Bytes(MasterKey.Length));
    private readonly Meters meters = new();

    /// <param name="servesAllLanes">Of several silos not every one may have a GPU, but one has.</param>
    public Node Silo(string name, bool servesAllLanes)
    {
        var node = new Node(world, name, hostsGrains: true);
        var services = Shared(node);
        services.AddSingleton<UserKeys>().AddRetention().AddWallets();
        services.AddSingleton<IImagingEngine>(new SeededEngine(world, faults, node));
        services.AddSingleton(new WorkOptions { SoleProcess = faults.Options.Silos == 1, Lanes = servesAllLanes ? [Lane.Cpu, Lane.Gpu] : [Lane.Cpu] });
        services.AddSingleton<AttemptPictures>().AddSingleton<ImageAttempt>().AddSingleton<JobRecovery>().AddSingleton<ImageWorker>();
        services.AddSingleton<Accounts.AccountErasure>();
        Build(node, services);
        node.Start(() => StartSilo(node));
        return node;
    }

    /// <summary>A client of the cluster: it calls grains and writes ciphertext, and has no grains and no keys.</summary>
    public Node Gateway(string name)
    {
        var node = new Node(world, name, hostsGrains: false);
        Build(node, Shared(node));
        node.Silo.Status = SiloStatus.Running;
        return node;
    }

    /// <summary>Lets a silo end as a signal would: no new work, running work ends or is handed back, grains go.</summary>
    public void Stop(Node node) => node.Start(async () =>
    {
        node.StopApplication();
        world.After(LongestStop, node, () => End(node, wasCrash: true));
        await Task.WhenAll(node.Running);
        var silo = node.Services.GetServices<IHostedService>().OfType<SiloHostedService>().Single();
        await silo.StopAsync(CancellationToken.None);
        End(node, wasCrash: false);
    });

    public void End(Node node, bool wasCrash)
    {
        if (!node.IsDead)
        {
            world.Note(node.Name, wasCrash ? "crashes" : "has stopped");
            node.Die();
            network.Leave(node, wasCrash);
        }
    }

    public void Forget() => meters.Dispose();

    private async Task StartSilo(Node node)
    {
        try
        {
            var silo = node.Services.GetServices<IHostedService>().OfType<SiloHostedService>().Single();
            await silo.StartAsync(CancellationToken.None);
            if (faults.Options.Silos == 1)
            {
                await stores.Jobs.LapseAll(node.Time.GetUtcNow(), CancellationToken.None);
            }
        }
        catch (Exception)
        {
            // A process that cannot start ends, and whoever runs it starts it again.
            End(node, wasCrash: true);
            return;
        }

        node.Started();
        world.Note(node.Name, "has started");
        foreach (var service in node.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Append(node.Services.GetRequiredService<JobRecovery>()).Append(node.Services.GetRequiredService<ImageWorker>()))
        {
            node.Running.Add(Work(service, node));
        }
    }

    private static async Task Work(BackgroundService service, Node node)
    {
        try
        {
            await (Task)Execute.Invoke(service, [node.ApplicationStopping])!;
        }
        catch (OperationCanceledException) when (node.ApplicationStopping.IsCancellationRequested)
        {
        }
    }

    private void Build(Node node, IServiceCollection services)
    {
        node.Services = services.BuildServiceProvider();
        node.Silo = node.Services.GetRequiredService<LocalSilo>();
        network.Join(node);
    }

    private ServiceCollection Shared(Node node)
    {
        var road = new Road(world, faults, node, text => new StorageUnavailableException(text));
        var objects = new ObjectPort(stores.Objects, new Road(world, faults, node, text => new IOException(text)));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(node.Time).AddSingleton<RandomSource>(world.Ids).AddSingleton<IHostApplicationLifetime>(node);
        services.AddSingleton<IMeterFactory>(meters).AddSingleton<DarkroomMetrics>().AddSingleton<IBrands, OneBrand>();
        services.AddSingleton(limits).AddSingleton(master);
        services.AddSingleton(Port.To(stores.Ledger, road)).AddSingleton(Port.To(stores.Jobs, road)).AddSingleton(Port.To(stores.Rows, road));
        services.AddSingleton(Port.To(stores.Keys, road)).AddSingleton<IObjectStore>(objects).AddSingleton(Port.To(stores.Reminders, road));
        services.AddSingleton<IJobList>(provider => provider.GetRequiredService<IJobStore>());
        services.AddSingleton(provider => Planted.Vault(
            node.HostsGrains ? plant : Plant.None,
            new PictureVault(provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<IGrainFactory>(), world.Ids)));
        services.AddSingleton<IGrainScheduler>(node).AddSingleton<ISiloNetwork>(network).AddSingleton(Classes);
        services.AddSingleton<IIncomingGrainCallFilter>(new Reports(stores.Ground));
        if (plant == Plant.LeaseWithoutEpoch)
        {
            services.AddSingleton<IIncomingGrainCallFilter, WithoutEpoch>();
        }

        services.AddOrleans(silo => silo.AddReminders());
        return services;
    }

    /// <summary>Meters that end with the run; those of a process would live on with everything that it had.</summary>
    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> made = [];

        public Meter Create(MeterOptions options)
        {
            made.Add(new Meter(options.Name));
            return made[^1];
        }

        public void Dispose() => made.ForEach(meter => meter.Dispose());
    }
}

/// <summary>Notes what workers report, as it arrives.</summary>
internal sealed class Reports(Ground ground) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IJobGrain.Complete))
        {
            var job = ground.Job(JobId.Parse(GrainKeys.WithoutPrefix(context.TargetId.Key.ToString())));
            var epoch = (long)context.Request.GetArgument(0)!;
            (job.Reports.TryGetValue(epoch, out var reports) ? reports : job.Reports[epoch] = []).Add((AttemptOutcome)context.Request.GetArgument(1)!);
        }

        return context.Invoke();
    }
}
