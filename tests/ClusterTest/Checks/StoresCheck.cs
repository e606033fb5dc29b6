using System.Globalization;
using Amazon.S3.Model;
using Darkroom.ClusterTest.Nodes;
using Darkroom.ClusterTest.Report;
using Npgsql;

namespace Darkroom.ClusterTest.Checks;

/// <summary>What must not be in the stores once every job has ended: behind the product's back, from the stores themselves.</summary>
internal sealed class StoresCheck(Stores stores, Violations violations)
{
    /// <summary>What is overdue is allowed to be so for two rounds of the sweeps, which come once a minute.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>How long the product keeps what an attempt has made that never came to an end.</summary>
    private static readonly TimeSpan AttemptStay = TimeSpan.FromHours(1);

    /// <summary>Looks.</summary>
    /// <returns>What was looked at, a line each.</returns>
    public async Task<IReadOnlyList<string>> Run()
    {
        await using var rows = NpgsqlDataSource.Create(stores.Rows);
        await None(rows, "jobs that nobody ends", "SELECT count(*) FROM job WHERE status IN ('receiving', 'queued', 'running')");
        await None(rows, "ended jobs whose money or inputs are not dealt with",
            "SELECT count(*) FROM job WHERE status IN ('succeeded', 'failed', 'canceled', 'expired') AND NOT inputs_gone");
        await None(rows, "holds without a job under way", "SELECT count(*) FROM wallet_hold");
        var due = (TimeProvider.System.GetUtcNow() - Grace).ToUnixTimeMilliseconds();
        await None(rows, "pictures that are overdue",
            string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM retained WHERE forgotten_at IS NULL AND expires_at < {due}"));
        await None(rows, "inputs of ended jobs",
            "SELECT count(*) FROM retained r JOIN job j ON j.id = r.job WHERE r.kind = 'input' AND r.forgotten_at IS NULL AND j.finished_at IS NOT NULL");

        var held = await Names(rows, "SELECT name FROM retained WHERE forgotten_at IS NULL");
        await using var keyStore = NpgsqlDataSource.Create(stores.Keys);
        var keys = await Names(keyStore, KeyNames);
        var objects = await Objects();
        Strangers("objects without a row", objects, held);
        Strangers("objects without a key", objects, keys);
        Strangers("keys without a row", keys, held);

        // A key comes before its picture's bytes. Where an attempt was killed in between, it goes with the attempt's own, short row.
        var soon = (TimeProvider.System.GetUtcNow() + AttemptStay).ToUnixTimeMilliseconds();
        var unfinished = await Names(rows,
            string.Create(CultureInfo.InvariantCulture, $"SELECT name FROM retained WHERE forgotten_at IS NULL AND kind = 'output' AND expires_at < {soon}"));
        unfinished.IntersectWith(keys.Except(objects));
        Strangers("keys without an object", keys, [.. objects, .. unfinished]);
        return [string.Create(CultureInfo.InvariantCulture, $"{held.Count} pictures are held by rows, {keys.Count} keys and {objects.Count} objects are there for them; {unfinished.Count} of attempts that were killed before they stored anything")];
    }

    private const string KeyNames = "SELECT name FROM object_key WHERE destroyed_at IS NULL";

    private async Task<HashSet<string>> Objects()
    {
        var names = new HashSet<string>();
        var request = new ListObjectsV2Request { BucketName = stores.Bucket };
        for (ListObjectsV2Response? page = null; page is null || page.IsTruncated == true; request.ContinuationToken = page.NextContinuationToken)
        {
            page = await stores.Objects.Client.ListObjectsV2Async(request);
            names.UnionWith((page.S3Objects ?? []).Select(found => found.Key[(found.Key.LastIndexOf('/') + 1)..]));
        }

        return names;
    }

    private void Strangers(string what, HashSet<string> names, HashSet<string> known)
    {
        if (names.Except(known).ToList() is { Count: > 0 } strangers)
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"{strangers.Count} {what}, such as {strangers[0]}"));
        }
    }

    private async Task None(NpgsqlDataSource database, string what, string sql)
    {
        await using var command = database.CreateCommand(sql);
        if (Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) is > 0 and var count)
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
        }
    }

    private static async Task<HashSet<string>> Names(NpgsqlDataSource database, string sql)
    {
        var names = new HashSet<string>();
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
