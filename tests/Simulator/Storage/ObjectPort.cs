using System.Runtime.CompilerServices;
using Darkroom.Vault;

namespace Darkroom.Simulation.Storage;

/// <summary>The way to the object store, whose calls carry streams: the bytes are written first and arrive as a whole.</summary>
internal sealed class ObjectPort(IObjectStore store, Road road) : IObjectStore
{
    public async Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await write(bytes, cancellation);
        var content = bytes.ToArray();
        await road.Call("Create", name, async () =>
        {
            await store.Create(name, (target, _) => target.WriteAsync(content, CancellationToken.None).AsTask(), CancellationToken.None);
            return true;
        });
    }

    public Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation) =>
        road.Call("Open", name, () => store.Open(name, CancellationToken.None));

    public Task Delete(ObjectName name, CancellationToken cancellation) => road.Call("Delete", name, async () =>
    {
        await store.Delete(name, CancellationToken.None);
        return true;
    });

    public async IAsyncEnumerable<ObjectEntry> List(int part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var entries = await road.Call("List", part, async () =>
        {
            var found = new List<ObjectEntry>();
            await foreach (var entry in store.List(part, CancellationToken.None))
            {
                found.Add(entry);
            }

            return found;
        });
        foreach (var entry in entries)
        {
            yield return entry;
        }
    }
}
