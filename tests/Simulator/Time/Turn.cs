using Darkroom.Simulation.Cluster;
using Orleans.InProcess;

namespace Darkroom.Simulation.Time;

/// <summary>Something that a node could do now: the next turn of a grain, or what follows an await outside of grains.</summary>
internal readonly struct Turn
{
    private readonly TurnQueue? queue;
    private readonly SendOrPostCallback? callback;
    private readonly object? state;

    public Turn(Node node, TurnQueue queue) => (Node, this.queue) = (node, queue);

    public Turn(Node node, SendOrPostCallback callback, object? state) => (Node, this.callback, this.state) = (node, callback, state);

    public Node Node { get; }

    public void Run(World world)
    {
        if (queue is null)
        {
            Node.Enter(callback!, state);
        }
        else if (queue.RunOne())
        {
            world.Ready(this);
        }
    }
}
