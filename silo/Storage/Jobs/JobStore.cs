using System.Data;
using Dapper;
using Darkroom.Jobs;

namespace Darkroom.Storage.Jobs;

/// <summary>Job rows on our own tables. See <see cref="IJobStore"/>; the queue is in the other half.</summary>
internal sealed partial class JobStore(Database database, JobBox box, JobOptions limits, TimeProvider time) : IJobStore
{
    private readonly Statements sql = database.Statements("Jobs");

    public Task<bool> Insert(Job job, CancellationToken cancellation = default)
    {
        var row = JobRow.From(job, box.Seal(job), limits);
        return database.Write((c, t) => c.Execute(sql["insert"], row, t) == 1, cancellation);
    }

    public async Task<Job?> Read(JobId id, CancellationToken cancellation = default)
    {
        var row = await database.Read(
            (c, t) => c.QuerySingleOrDefault<JobRow>(sql["read"], new { id = id.ToString() }, t), cancellation);
        return row is null ? null : Open(row);
    }

    public Task<bool> Replace(Job next, CancellationToken cancellation = default)
    {
        var row = JobRow.From(next, box.Seal(next), limits);
        var target = next is { IsOver: true, Details.CallbackUrl: { } url } ? box.SealTarget(url, next.Id) : null;
        return database.Write((c, t) => Replace(row, target, c, t), cancellation);
    }

    public async Task<IReadOnlyList<JobView>> Read(UserId owner, JobId? before, int limit, CancellationToken cancellation)
    {
        // Ids are ASCII, so '~' sorts after every one of them.
        var bound = before?.ToString() ?? $"{owner.Brand}/~";
        var rows = await database.Read(
            (c, t) => c.Query<JobRow>(
                sql["list"], new { owner = owner.ToString(), before = bound, limit = Math.Clamp(limit, 1, 100) }, t).AsList(),
            cancellation);
        var now = time.GetUtcNow();
        return [.. rows.Select(row => Open(row).View(now))];
    }

    public Task<IReadOnlyList<DueJob>> Due(DateTimeOffset now, DueJob? after, int limit, CancellationToken cancellation = default)
    {
        var bounds = new
        {
            now = JobRow.Time(now),
            afterDue = after is null ? long.MinValue : JobRow.Time(after.DueAt),
            afterId = after?.Id.ToString() ?? "",
            limit,
        };
        return database.Read<IReadOnlyList<DueJob>>(
            (c, t) => [.. c.Query<(string Id, long DueAt)>(sql["due"], bounds, t)
                .Select(row => new DueJob(JobId.Parse(row.Id), JobRow.Time(row.DueAt)))],
            cancellation);
    }

    public Task<bool> Remove(Job job, CancellationToken cancellation = default)
    {
        var id = job.Id.ToString();
        return database.Write(
            (c, t) =>
            {
                var removed = c.Execute(sql["remove"], new { id, revision = job.Revision }, t) == 1;
                if (removed)
                {
                    c.Execute(sql["remove-callback"], new { id }, t);
                }

                return removed;
            },
            cancellation);
    }

    private bool Replace(JobRow row, byte[]? target, IDbConnection connection, IDbTransaction transaction)
    {
        if (connection.Execute(sql["replace"], row, transaction) != 1)
        {
            return false;
        }

        if (target is not null)
        {
            connection.Execute(sql["owe-callback"], new { row.Id, row.Owner, row.FinishedAt, target }, transaction);
        }

        return true;
    }

    private Job Open(JobRow row)
    {
        var job = row.ToJob(JobDetails.Forgotten);
        return job with { Details = box.Open(row.Details, job.Id) };
    }
}
