using Darkroom.Jobs;
using Darkroom.Simulation.Checks;
using Darkroom.Simulation.Cluster;
using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Load;
using Darkroom.Simulation.Plants;
using Darkroom.Simulation.Storage;
using Darkroom.Simulation.Time;

namespace Darkroom.Simulation;

/// <summary>One seed: storms in which everything may fail, calms in which everything has to be in order, and long times in between.</summary>
internal sealed class Run
{
    private readonly World world;
    private readonly FaultSource faults;
    private readonly Stores stores;
    private readonly Processes processes;
    private readonly Network network;
    private readonly Weather weather;
    private readonly Rng draw;
    private readonly List<Customer> customers = [];

    private Run(ulong seed, SimulationOptions options, Plant plant, int history)
    {
        world = new World(seed, history);
        draw = world.Stream("run");
        faults = new FaultSource(world, options);
        var limits = new JobOptions { LaneCapacity = draw.Chance(0.1) ? 3 : 10_000, UserCapacity = draw.Chance(0.1) ? 2 : 500 };
        stores = new Stores(world, options, limits, plant);
        network = new Network(world, faults);
        processes = new Processes(world, faults, stores, network, limits, plant);
        weather = new Weather(world, faults, processes, options);
    }

    /// <summary>Runs a seed from its beginning to its end, or to the first broken promise.</summary>
    public static async Task<RunResult> Of(ulong seed, SimulationOptions options, Plant plant, int history = 1)
    {
        var run = new Run(seed, options, plant, history);
        try
        {
            await run.All(options);
        }
        catch (BrokenInvariant broken)
        {
            run.world.Fail(broken);
        }
        finally
        {
            run.stores.Dispose();
            run.processes.Forget();
        }

        return new RunResult(seed, options, run.world.Broken, run.world.Elapsed, run.world.Steps, run.world.History, run.stores.Ground.Jobs.Count);
    }

    private async Task All(SimulationOptions options)
    {
        weather.StartAll();
        for (var i = 0; i < options.Customers; i++)
        {
            customers.Add(new Customer(world, stores, world.Stream($"customer {i}"), UserId.New(OneBrand.Brand, new WorldTime(world), world.Ids)));
        }

        for (var episode = 0; episode < options.Episodes && world.Broken is null; episode++)
        {
            await Storm(draw.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6)));
            await Calm();
            await Quiet(draw.Between(TimeSpan.FromHours(1), TimeSpan.FromDays(4)));
        }

        for (var day = 0; day < 40 && world.Broken is null; day += 10)
        {
            await Quiet(TimeSpan.FromDays(10));
        }

        if (world.Broken is null)
        {
            await Quiet(TimeSpan.FromHours(2));
            Check(stores.Invariants.AtTheEnd);
        }
    }

    private async Task Storm(TimeSpan length)
    {
        world.Note("world", "a storm begins");
        faults.IsStorm = true;
        var end = world.Now + length;
        weather.Blow(end, gateway => customers.ForEach(customer => customer.Come(gateway, () => faults.IsStorm && world.Now < end)));
        if (draw.Chance(0.2))
        {
            weather.Erase(customers[0], stores);
        }

        await world.Run(length);
        faults.IsStorm = false;
        world.Note("world", "the storm is over");
    }

    /// <summary>Everything that was under way comes to its end, by itself.</summary>
    private async Task Calm()
    {
        weather.CalmDown();
        await world.Run(TimeSpan.FromMinutes(1));
        await world.Run(TimeSpan.FromMinutes(45), IsDone);
        await world.Run(TimeSpan.FromMinutes(4));
        Check(stores.Invariants.InCalm);
    }

    /// <summary>Nobody comes for a long time, during which the machines may be off.</summary>
    private async Task Quiet(TimeSpan length)
    {
        if (world.Broken is not null)
        {
            return;
        }

        var isOff = draw.Chance(0.4);
        if (isOff)
        {
            weather.StopAll();
        }

        world.Jump(length);
        if (isOff)
        {
            weather.StartAll();
        }

        await world.Run(TimeSpan.FromMinutes(4));
        Check(stores.Invariants.InCalm);
    }

    private bool IsDone() => stores.Ground.Jobs.Values.All(job => job.IsRemoved || job.Row is null or { IsOver: true, InputsGone: true })
        && stores.Ground.Books.Values.All(book => book.Sum(Wallets.LedgerAccount.Held) == 0);

    private void Check(Action check)
    {
        if (world.Broken is null)
        {
            check();
        }
    }
}

/// <summary>What became of a seed.</summary>
internal sealed record RunResult(
    ulong Seed, SimulationOptions Options, BrokenInvariant? Broken, TimeSpan VirtualTime, long Steps, History History, int Jobs);
