using Darkroom.Vault;
using Microsoft.Extensions.Logging;

namespace Darkroom.Retention;

/// <summary>
/// Removes what no held row names: bytes that a crash left between two steps, and keys whose picture never came. Rows are made before keys and
/// keys before bytes, so that what is old enough and has no row never gets one. Thread-safe.
/// </summary>
internal sealed partial class OrphanSweep(
    IRetentionRows rows, IObjectStore objects, IKeyStore keys, RetentionOptions options, TimeProvider time, ILogger<OrphanSweep> logger)
{
    /// <summary>Searches the parts of the stores that a shard looks after.</summary>
    /// <returns>How many orphans were removed.</returns>
    public async Task<int> Run(int shard, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - options.OrphanGrace;
        var (bytes, lone) = (0, 0);
        for (var part = 0; part < ObjectName.Parts; part++)
        {
            if (RetentionShard.OfPart(part) == shard)
            {
                bytes += await SweepObjects(part, before, cancellation);
                lone += await SweepKeys(part, before, cancellation);
            }
        }

        if (bytes + lone > 0)
        {
            LogRemoved(logger, bytes, lone, shard);
        }

        if (shard == 0)
        {
            while (await keys.RemoveTombstones(time.GetUtcNow() - options.TombstoneStay, options.Batch) == options.Batch)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return bytes + lone;
    }

    private async Task<int> SweepObjects(int part, DateTimeOffset before, CancellationToken cancellation)
    {
        var removed = 0;
        var old = new List<ObjectName>();
        await foreach (var entry in objects.List(part, cancellation))
        {
            if (entry.WrittenAt < before)
            {
                old.Add(entry.Name);
            }
        }

        foreach (var some in old.Chunk(options.Batch))
        {
            var orphans = await Orphans(some, cancellation);
            await keys.DestroyObjectKeys(orphans);
            foreach (var name in orphans)
            {
                await objects.Delete(name, cancellation);
            }

            removed += orphans.Length;
        }

        return removed;
    }

    private async Task<int> SweepKeys(int part, DateTimeOffset before, CancellationToken cancellation)
    {
        var removed = 0;
        ObjectName? last = null;
        while (true)
        {
            var page = await keys.ListObjectKeys(part, before, last, options.Batch);
            var orphans = await Orphans(page, cancellation);
            await keys.DestroyObjectKeys(orphans);
            removed += orphans.Length;
            if (page.Count < options.Batch)
            {
                return removed;
            }

            last = page[^1];
        }
    }

    private async Task<ObjectName[]> Orphans(IReadOnlyCollection<ObjectName> names, CancellationToken cancellation)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var held = await rows.Held(names, cancellation);
        return [.. names.Where(name => !held.Contains(name))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removed {Objects} objects and {Keys} keys that no row names from shard {Shard}: remains of a crash")]
    private static partial void LogRemoved(ILogger logger, int objects, int keys, int shard);
}
