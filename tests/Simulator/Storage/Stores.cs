using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Simulation.Checks;
using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Plants;
using Darkroom.Simulation.Time;
using Darkroom.Vault;
using Darkroom.Wallets;
using Orleans;
using Orleans.InProcess;

namespace Darkroom.Simulation.Storage;

/// <summary>Everything durable: what all nodes share and no crash of one reaches.</summary>
internal sealed class Stores : IDisposable
{
    private readonly SqlStores? sql;

    public Stores(World world, SimulationOptions options, JobOptions limits, Plant plant)
    {
        var time = new WorldTime(world);
        sql = options.Sql ? new SqlStores(world, time, limits) : null;
        Invariants = new Invariants(Ground, () => world.Now, options.ClockError);
        var ledger = sql?.Ledger ?? new ModelLedger { AcceptsStaleHeads = plant == Plant.StaleHeadAccepted };
        Ledger = Planted.Ledger(plant, new WatchedLedger(ledger, Ground, Invariants));
        Jobs = new WatchedJobs(sql?.Jobs ?? new ModelJobStore(limits, time), Ground, Invariants);
        Rows = new WatchedRows(sql?.Rows ?? new ModelRetentionRows { ClaimsNothing = plant == Plant.SweepWithoutClaim }, Ground, Invariants);
        Keys = new WatchedKeys(new ModelKeyStore(time), Ground, Invariants, () => world.Now);
        Objects = new WatchedObjects(new ModelObjectStore(time), Ground, Invariants, () => world.Now);
    }

    public Ground Ground { get; } = new();

    public Invariants Invariants { get; }

    public ILedger Ledger { get; }

    public IJobStore Jobs { get; }

    public IRetentionRows Rows { get; }

    public IKeyStore Keys { get; }

    public IObjectStore Objects { get; }

    public IReminderTable Reminders { get; } = new InMemoryReminderTable();

    public void Dispose() => sql?.Dispose();
}

/// <summary>The clock of the stores, which is right.</summary>
internal sealed class WorldTime(World world) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => world.Now;
}
