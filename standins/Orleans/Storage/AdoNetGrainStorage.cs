using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>States in a relational database, under the keys, hashes and queries of the AdoNet package. Thread-safe.</summary>
internal sealed class AdoNetGrainStorage(
    string name, AdoNetGrainStorageOptions options, IGrainStorageSerializer serializer, string serviceId) : IGrainStorage, IStartsWithSilo
{
    private readonly RelationalStore _store = new(options.Invariant, options.ConnectionString, options.DataSource, $"Grain storage '{name}'");

    public static IGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(name);
        var serializer = options.GrainStorageSerializer ?? services.GetRequiredService<IGrainStorageSerializer>();
        return new AdoNetGrainStorage(name, options, serializer, services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _store.StartAsync(
        options.DeleteStateOnClear
            ? ["ReadFromStorageKey", "WriteToStorageKey", "ClearStorageKey", "DeleteStorageKey"]
            : ["ReadFromStorageKey", "WriteToStorageKey", "ClearStorageKey"],
        cancellationToken);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await _store.QueryAsync(
            "ReadFromStorageKey",
            command => AddKey(command, stateName, grainId),
            static row => (
                Payload: row["PayloadBinary"] as byte[],
                Version: row["Version"] is DBNull ? null : Convert.ToString(row["Version"], CultureInfo.InvariantCulture)));
        var (payload, version) = rows.SingleOrDefault();
        grainState.State = payload is null ? StateFactory.Create<T>() : serializer.Deserialize<T>(new BinaryData(payload)) ?? StateFactory.Create<T>();
        grainState.ETag = version;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = serializer.Serialize(grainState.State).ToArray();
        var written = await ChangeAsync("WriteToStorageKey", stateName, grainId, grainState.ETag, payload);
        ThrowIfStale(written, stateName, grainId, grainState.ETag);
        grainState.ETag = written;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists && string.IsNullOrWhiteSpace(grainState.ETag))
        {
            await ReadStateAsync(stateName, grainId, grainState);
            if (!grainState.RecordExists) return;
        }

        var cleared = await ChangeAsync(
            options.DeleteStateOnClear ? "DeleteStorageKey" : "ClearStorageKey", stateName, grainId, grainState.ETag, payload: null);
        ThrowIfStale(cleared, stateName, grainId, grainState.ETag);
        grainState.ETag = options.DeleteStateOnClear ? null : cleared;
        grainState.RecordExists = false;
        grainState.State = StateFactory.Create<T>();
    }

    /// <summary>Writes, and returns the new version: null or empty when the old one was not as expected.</summary>
    private async Task<string?> ChangeAsync(string query, string stateName, GrainId grainId, string? etag, byte[]? payload)
    {
        var rows = await _store.QueryAsync(
            query,
            command =>
            {
                AddKey(command, stateName, grainId);
                RelationalStore.Add(command, "GrainStateVersion", string.IsNullOrWhiteSpace(etag) ? null : int.Parse(etag, CultureInfo.InvariantCulture));
                if (payload is not null) RelationalStore.Add(command, "PayloadBinary", payload);
            },
            static row => Convert.ToString(row.GetValue(0), CultureInfo.InvariantCulture));
        return rows.SingleOrDefault();
    }

    private void AddKey(DbCommand command, string stateName, GrainId grainId)
    {
        var key = AdoGrainKey.Of(grainId);
        RelationalStore.Add(command, "GrainIdHash", key.Hash);
        RelationalStore.Add(command, "GrainIdN0", key.N0);
        RelationalStore.Add(command, "GrainIdN1", key.N1);
        RelationalStore.Add(command, "GrainTypeHash", (int)StableHash.Compute(stateName));
        RelationalStore.Add(command, "GrainTypeString", stateName);
        RelationalStore.Add(command, "GrainIdExtensionString", key.Text);
        RelationalStore.Add(command, "ServiceId", serviceId);
    }

    private void ThrowIfStale(string? stored, string stateName, GrainId grainId, string? etag)
    {
        if (!string.IsNullOrEmpty(stored) && stored != etag) return;
        throw new InconsistentStateException(
            $"The state '{stateName}' of {grainId} in the storage '{name}' has been written by another.", stored, etag);
    }
}
