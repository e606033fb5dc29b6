using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Time;
using Orleans.InProcess;
using Orleans.Runtime;

namespace Darkroom.Simulation.Cluster;

/// <summary>
/// What connects the silos: messages take time, come late, twice or never; grains are found through a directory that can be wrong, so that
/// one is active twice for a while.
/// </summary>
internal sealed class Network(World world, FaultSource faults) : ISiloNetwork
{
    private static readonly TimeSpan DeathIsKnownAfter = TimeSpan.FromSeconds(10);

    private readonly List<Node> nodes = [];
    private readonly Dictionary<LocalSilo, Node> bySilo = [];
    private readonly Dictionary<GrainId, List<Node>> directory = [];
    private readonly Rng draw = world.Stream("network");

    /// <summary>In the order of their coming.</summary>
    public IEnumerable<Node> Open => nodes.Where(node => node.IsOpen);

    public void Join(Node node)
    {
        nodes.Add(node);
        bySilo.Add(node.Silo, node);
    }

    /// <summary>A process has ended. After a crash the others take a while to notice; until then messages to it are lost.</summary>
    public void Leave(Node node, bool wasCrash)
    {
        if (wasCrash)
        {
            world.After(DeathIsKnownAfter, null, () => Forget(node));
        }
        else
        {
            Forget(node);
        }
    }

    void ISiloNetwork.Send(LocalSilo source, Request request)
    {
        var sender = bySilo[source];
        if (sender.IsDead)
        {
            return;
        }

        world.Note(sender.Name, "calls", request.Method.Method.Name, request.Proxy.GrainId);
        Set(sender, request);
        if (faults.Strikes(Fault.MessageRepeated))
        {
            Set(sender, request.Repeat());
        }
    }

    void ISiloNetwork.Answer(LocalSilo runner, Request request, Action deliver)
    {
        var (from, to) = (bySilo[runner], bySilo[request.Proxy.Silo]);
        if (from != to && faults.Strikes(Fault.AnswerLost))
        {
            world.Note(from.Name, "loses the answer to", request);
            return;
        }

        world.After(faults.Latency(near: from == to), to, deliver);
    }

    bool ISiloNetwork.Ticks(LocalSilo silo, GrainId grainId)
    {
        var open = Open.ToArray();
        var isOwner = open.Length > 0 && open[(int)(grainId.GetUniformHashCode() % (uint)open.Length)].Silo == silo;
        return isOwner ? !faults.Strikes(Fault.TickLost) : faults.Strikes(Fault.TickRepeated);
    }

    private void Set(Node sender, Request request)
    {
        var target = Find(request.Proxy.GrainId, sender);
        if (target != sender && faults.Strikes(Fault.MessageLost))
        {
            world.Note(sender.Name, "loses", request);
            return;
        }

        world.After(faults.Latency(near: target == sender), target, () => Arrive(target, request));
    }

    private void Arrive(Node? target, Request request)
    {
        if (target is null)
        {
            request.Reject(new SiloUnavailableException("No silo is open."));
        }
        else
        {
            target.Silo.Receive(request);
        }
    }

    private Node? Find(GrainId grain, Node sender)
    {
        if (!directory.TryGetValue(grain, out var places))
        {
            directory.Add(grain, places = []);
        }

        if (places.Count == 0 || (places.Count == 1 && faults.Strikes(Fault.SecondActivation)))
        {
            var open = Open.Except(places).ToArray();
            if (open.Length > 0)
            {
                places.Add(open.Contains(sender) && draw.Chance(0.5) ? sender : draw.Pick(open));
            }
        }

        if (places.Count > 1 && draw.Chance(0.05))
        {
            // The directory has come to an agreement. The other activation is not told, and goes when it is idle.
            places.RemoveAt(0);
        }

        return places.Count == 0 ? null : draw.Pick(places);
    }

    private void Forget(Node node)
    {
        nodes.Remove(node);
        foreach (var places in directory.Values)
        {
            places.Remove(node);
        }
    }
}
