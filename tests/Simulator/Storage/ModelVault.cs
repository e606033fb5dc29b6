using Darkroom.Vault;

namespace Darkroom.Simulation.Storage;

/// <summary>The key store in memory, tombstones included. Every call is one step.</summary>
internal sealed class ModelKeyStore(TimeProvider time) : IKeyStore
{
    private readonly Dictionary<UserId, byte[]?> users = [];
    private readonly SortedDictionary<string, Row> objects = new(StringComparer.Ordinal);

    public Task<byte[]?> GetOrAddUserKey(UserId user, Func<byte[]> fresh)
    {
        if (!users.TryGetValue(user, out var key))
        {
            users.Add(user, key = fresh());
        }

        return Task.FromResult(key);
    }

    public Task<byte[]?> GetOrAddObjectKey(UserId user, ObjectName name, byte[] wrapped)
    {
        if (users.GetValueOrDefault(user) is null)
        {
            return Task.FromResult<byte[]?>(null);
        }

        if (!objects.TryGetValue(name.Value, out var row))
        {
            objects.Add(name.Value, row = new Row(user, wrapped, time.GetUtcNow(), null));
        }

        return Task.FromResult(row.Key);
    }

    public Task<WrappedKeys?> Find(UserId user, ObjectName name) => Task.FromResult(
        objects.GetValueOrDefault(name.Value)?.Key is { } wrapped && users.GetValueOrDefault(user) is { } owner ? new WrappedKeys(owner, wrapped) : null);

    public Task DestroyObjectKey(UserId user, ObjectName name)
    {
        Bury(name.Value, objects.GetValueOrDefault(name.Value) ?? new Row(user, null, time.GetUtcNow(), null));
        return Task.CompletedTask;
    }

    public Task DestroyObjectKeys(IReadOnlyCollection<ObjectName> names)
    {
        foreach (var name in names)
        {
            if (objects.TryGetValue(name.Value, out var row))
            {
                Bury(name.Value, row);
            }
        }

        return Task.CompletedTask;
    }

    public Task DestroyUser(UserId user)
    {
        users[user] = null;
        foreach (var (name, row) in objects.Where(each => each.Value.Owner == user).ToArray())
        {
            Bury(name, row);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ObjectName>> ListObjectKeys(int part, DateTimeOffset before, ObjectName? after, int limit) =>
        Task.FromResult<IReadOnlyList<ObjectName>>([.. objects
            .Where(row => row.Value.Key is not null && row.Value.MadeAt < before && row.Key.StartsWith($"{part:x2}", StringComparison.Ordinal)
                && (after is null || string.CompareOrdinal(row.Key, after.Value.Value) > 0))
            .Select(row => new ObjectName(row.Key)).Take(limit)]);

    public Task<int> RemoveTombstones(DateTimeOffset before, int limit)
    {
        var old = objects.Where(row => row.Value.DestroyedAt < before).Take(limit).ToArray();
        foreach (var row in old)
        {
            objects.Remove(row.Key);
        }

        return Task.FromResult(old.Length);
    }

    private void Bury(string name, Row row) => objects[name] = row with { Key = null, DestroyedAt = row.DestroyedAt ?? time.GetUtcNow() };

    private sealed record Row(UserId Owner, byte[]? Key, DateTimeOffset MadeAt, DateTimeOffset? DestroyedAt);
}

/// <summary>The object store in memory. Every call is one step.</summary>
internal sealed class ModelObjectStore(TimeProvider time) : IObjectStore
{
    private readonly SortedDictionary<string, (byte[] Bytes, DateTimeOffset At)> objects = new(StringComparer.Ordinal);

    public async Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await write(bytes, cancellation);
        if (!objects.TryAdd(name.Value, (bytes.ToArray(), time.GetUtcNow())))
        {
            throw new IOException("The name is in use.");
        }
    }

    public Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation) => Task.FromResult(
        objects.TryGetValue(name.Value, out var found) ? new ObjectContent(found.Bytes.Length, new MemoryStream(found.Bytes, writable: false)) : null);

    public Task Delete(ObjectName name, CancellationToken cancellation)
    {
        objects.Remove(name.Value);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectEntry> List(int part, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (name, (_, at)) in objects.Where(each => each.Key.StartsWith($"{part:x2}", StringComparison.Ordinal)))
        {
            yield return new ObjectEntry(new ObjectName(name), at);
        }
    }
}
