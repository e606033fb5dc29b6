using System.Net;
using System.Net.Sockets;

namespace Darkroom.ClusterTest.Network;

/// <summary>All processes at 127.0.0.1, told apart by their ports: works for everybody, but no two of them can be cut off from each other.</summary>
/// <param name="whyNoCuts">What keeps the other kind of network from being used.</param>
internal sealed class LoopbackNetwork(string whyNoCuts) : INetwork
{
    public string Host => "127.0.0.1";

    public string NoCuts => whyNoCuts;

    public Task<IPlace> Place(string name) => Task.FromResult<IPlace>(new Loopback());

    public Task Cut(IPlace one, IPlace other) => throw new NotSupportedException(whyNoCuts);

    public Task Heal(IPlace one, IPlace other) => throw new NotSupportedException(whyNoCuts);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Loopback : IPlace
    {
        public string Address => "127.0.0.1";

        public IReadOnlyList<string> Prefix => [];

        public int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
