using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The silo of this process: what its parts share.</summary>
internal sealed class Silo : ILocalSiloDetails, IDisposable
{
    private volatile SiloStatus _status = SiloStatus.Created;

    public Silo(
        IServiceProvider services,
        TimeProvider time,
        IGrainScheduler scheduler,
        CallFilters filters,
        ILogger<Silo> logger,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        IOptions<ClusterOptions> cluster,
        IOptions<SiloOptions> silo)
    {
        Services = services;
        Time = time;
        Scheduler = scheduler;
        Filters = filters;
        Messaging = messaging.Value;
        Collection = collection.Value;
        Cluster = cluster.Value;
        Name = silo.Value.SiloName;
        Log = new SiloLog(logger);
        Network = services.GetService<ISiloNetwork>();
        Classes = services.GetService<GrainClasses>() ?? new GrainClasses(Collection);
        References = new References(this);
        Catalog = new Catalog(this);
        Pending = new PendingCalls(time, inOrder: Network is not null);
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public IGrainScheduler Scheduler { get; }

    public CallFilters Filters { get; }

    public SiloMessagingOptions Messaging { get; }

    public GrainCollectionOptions Collection { get; }

    public ClusterOptions Cluster { get; }

    public SiloLog Log { get; }

    /// <summary>What leads to the other silos; null: there are none.</summary>
    public ISiloNetwork? Network { get; }

    public GrainClasses Classes { get; }

    public References References { get; }

    public Catalog Catalog { get; }

    public PendingCalls Pending { get; }

    public string Name { get; }

    public string ClusterId => Cluster.ClusterId;

    public SiloStatus Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>Sends a call to the activation of its grain, which is made if there is none.</summary>
    /// <exception cref="SiloUnavailableException">The silo does not run.</exception>
    public void Dispatch(Request request, GrainProxy proxy)
    {
        try
        {
            if (_status != SiloStatus.Running) CheckRunning(request);
            if (Network is { } network) network.Send(this, request);
            else if (proxy.LastTarget?.TryReceive(request) is not true) proxy.LastTarget = Take(request);
        }
        catch (Exception fault)
        {
            request.Reject(fault);
        }
    }

    /// <summary>Takes a call that came over the network.</summary>
    public void Receive(Request request)
    {
        try
        {
            Take(request);
        }
        catch (Exception fault)
        {
            request.Reject(fault);
        }
    }

    private CallTarget Take(Request request)
    {
        while (true)
        {
            var target = Catalog.GetOrActivate(request.Proxy.GrainId, request);
            if (target.TryReceive(request)) return target;
        }
    }

    public void Dispose() => Pending.Dispose();

    /// <summary>While it stops, grains may still call active grains; nobody else may call.</summary>
    private void CheckRunning(Request request)
    {
        if (_status == SiloStatus.Created)
            throw new SiloUnavailableException($"The silo has not started yet: {request} came too early. Hosted services that call grains are registered after UseOrleans.");
        if (_status == SiloStatus.Stopped || request.Source is null) throw new SiloUnavailableException($"The silo has stopped: {request} is not taken.");
    }
}

/// <summary>Where the silo is in its life.</summary>
internal enum SiloStatus
{
    Created,
    Running,
    Stopping,
    Stopped,
}
