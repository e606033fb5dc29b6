using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>States in memory, serialized, for as long as the silo lives. Thread-safe.</summary>
internal sealed class MemoryGrainStorage(IGrainStorageSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string StateName, GrainId GrainId), Row> _rows = new();
    private long _versions;

    public static IGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<MemoryGrainStorageOptions>>().Get(name);
        return new MemoryGrainStorage(options.GrainStorageSerializer ?? services.GetRequiredService<IGrainStorageSerializer>());
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _rows.TryGetValue((stateName, grainId), out var row);
        grainState.State = found ? serializer.Deserialize<T>(row!.Payload) : StateFactory.Create<T>();
        grainState.ETag = row?.ETag;
        grainState.RecordExists = found;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var row = new Row(serializer.Serialize(grainState.State), Interlocked.Increment(ref _versions).ToString(CultureInfo.InvariantCulture));
        var written = _rows.TryGetValue(key, out var old)
            ? old.ETag == grainState.ETag && _rows.TryUpdate(key, row, old)
            : grainState.ETag is null && _rows.TryAdd(key, row);
        if (!written) throw Stale(stateName, grainId, grainState.ETag);
        grainState.ETag = row.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_rows.TryGetValue(key, out var old) && (old.ETag != grainState.ETag || !_rows.TryRemove(new(key, old))))
            throw Stale(stateName, grainId, grainState.ETag);
        grainState.State = StateFactory.Create<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private InconsistentStateException Stale(string stateName, GrainId grainId, string? etag)
    {
        var stored = _rows.TryGetValue((stateName, grainId), out var row) ? row.ETag : null;
        return new InconsistentStateException($"The state '{stateName}' of {grainId} has been written by another.", stored, etag);
    }

    private sealed record Row(BinaryData Payload, string ETag);
}
