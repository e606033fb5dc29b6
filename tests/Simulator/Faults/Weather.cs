using Darkroom.Accounts;
using Darkroom.Simulation.Cluster;
using Darkroom.Simulation.Load;
using Darkroom.Simulation.Storage;
using Darkroom.Simulation.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Simulation.Faults;

/// <summary>What happens to whole processes: they crash, stop, stand still, have wrong clocks, and are started again.</summary>
internal sealed class Weather(World world, FaultSource faults, Processes processes, SimulationOptions options)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(6);
    private readonly Node?[] silos = new Node?[options.Silos];
    private readonly int[] lives = new int[options.Silos];
    private Action<Node> onGateway = _ => { };
    private Node? gateway;
    private int gateways;

    public void StartAll()
    {
        for (var i = 0; i < silos.Length; i++)
        {
            StartSilo(i);
        }

        StartGateway();
    }

    public void StopAll()
    {
        foreach (var node in silos.Append(gateway).OfType<Node>())
        {
            processes.End(node, wasCrash: true);
        }
    }

    /// <summary>A storm until a time; whoever uses gateways is given each new one.</summary>
    public void Blow(DateTimeOffset end, Action<Node> eachGateway)
    {
        onGateway = eachGateway;
        onGateway(gateway!);
        world.After(Period, null, () => Gust(end));
    }

    /// <summary>Everything runs again, with right clocks.</summary>
    public void CalmDown()
    {
        onGateway = _ => { };
        for (var i = 0; i < silos.Length; i++)
        {
            if (silos[i] is { IsDead: false } node)
            {
                node.Time.Offset = TimeSpan.Zero;
                if (node.IsPaused)
                {
                    node.Resume();
                }
            }
        }

        Revive();

        // Silos that were told to stop take their time.
        world.After(Processes.LongestStop + TimeSpan.FromSeconds(5), null, Revive);
    }

    /// <summary>A customer wants to be forgotten: on whatever silo is there, again until it is done.</summary>
    public void Erase(Customer customer, Stores stores) => world.After(faults.Draw.Between(TimeSpan.Zero, TimeSpan.FromMinutes(2)), null, () =>
    {
        world.Note("world", "erases", customer.Id.Value);
        customer.IsErased = true;
        stores.Ground.Erased.Add(customer.Id);
        EraseOn(customer);
    });

    private void EraseOn(Customer customer)
    {
        var isDone = false;
        if (silos.FirstOrDefault(silo => silo is { IsOpen: true }) is { } node)
        {
            node.Start(async () =>
            {
                try
                {
                    await node.Services.GetRequiredService<AccountErasure>().ForgetWhatTheyMade(customer.Id);
                    isDone = true;
                }
                catch (Exception fault) when (fault is not Checks.BrokenInvariant)
                {
                    world.Note(node.Name, "goes on with an erasure later", fault.GetType().Name);
                }
            });
        }

        world.After(TimeSpan.FromMinutes(5), null, () =>
        {
            if (!isDone)
            {
                EraseOn(customer);
            }
        });
    }

    private void Gust(DateTimeOffset end)
    {
        if (!faults.IsStorm || world.Now >= end)
        {
            return;
        }

        var share = Period / TimeSpan.FromMinutes(1);
        bool Comes(Fault fault) => faults.Draw.Chance(options.Rate(fault) * share);
        for (var i = 0; i < silos.Length; i++)
        {
            if (silos[i] is not { IsDead: false } node)
            {
                continue;
            }

            if (Comes(Fault.SiloCrash))
            {
                processes.End(node, wasCrash: true);
            }
            else if (Comes(Fault.SiloStop) && node.IsOpen && !node.IsPaused)
            {
                world.Note(node.Name, "is told to stop");
                processes.Stop(node);
            }
            else if (Comes(Fault.SiloPause) && !node.IsPaused)
            {
                world.Note(node.Name, "stands still");
                node.Pause();
                world.After(faults.Draw.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(90)), null, node.Resume);
            }
            else if (Comes(Fault.ClockError))
            {
                node.Time.Offset = faults.Draw.Between(-options.ClockError, options.ClockError);
                world.Note(node.Name, "has a clock that is off by", node.Time.Offset.ToString());
            }
        }

        if (Comes(Fault.CrashOfAll))
        {
            StopAll();
        }
        else if (Comes(Fault.GatewayCrash))
        {
            processes.End(gateway!, wasCrash: true);
        }

        if (Comes(Fault.TimeJump))
        {
            world.Jump(faults.Draw.Between(TimeSpan.FromSeconds(10), TimeSpan.FromHours(3)));
        }

        world.After(faults.Draw.Between(TimeSpan.Zero, TimeSpan.FromSeconds(20)), null, Revive);
        world.After(Period, null, () => Gust(end));
    }

    private void Revive()
    {
        for (var i = 0; i < silos.Length; i++)
        {
            if (silos[i] is { IsDead: true })
            {
                StartSilo(i);
            }
        }

        if (gateway is { IsDead: true })
        {
            StartGateway();
        }
    }

    private void StartSilo(int index) => silos[index] = processes.Silo($"silo-{index}.{++lives[index]}", servesAllLanes: index % 2 == 0);

    private void StartGateway()
    {
        gateway = processes.Gateway($"gate.{++gateways}");
        onGateway(gateway);
    }
}
