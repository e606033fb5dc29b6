using System.Data;
using Dapper;
using Darkroom.Jobs;

namespace Darkroom.Storage.Jobs;

/// <summary>The queue: rows that are queued, in the order of their turns.</summary>
internal sealed partial class JobStore
{
    public Task<EnqueueResult> Enqueue(Job next, CancellationToken cancellation = default)
    {
        var row = JobRow.From(next, box.Seal(next), limits);
        return database.Write(
            (c, t) =>
            {
                if (!HasRoom(row.Lane, row.Owner, c, t))
                {
                    return EnqueueResult.Full;
                }

                var turn = c.ExecuteScalar<long>(sql["next-turn"], new { lane = row.Lane, owner = row.Owner, now = row.WaitingSince }, t);
                if (!Replace(row, null, c, t))
                {
                    return EnqueueResult.Stale;
                }

                c.Execute(sql["give-turn"], new { id = row.Id, turn }, t);
                return EnqueueResult.Queued;
            },
            cancellation);
    }

    public Task<bool> HasRoom(Lane lane, UserId owner, CancellationToken cancellation = default) =>
        database.Read((c, t) => HasRoom(JobRow.Name(lane), owner.ToString(), c, t), cancellation);

    public async Task<IReadOnlyList<Job>> Lease(
        Lane lane, string worker, int count, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var rows = await database.Write(
            (c, t) =>
            {
                var ready = c.Query<JobRow>(sql["ready"], new { lane = JobRow.Name(lane), now = JobRow.Time(now), count }, t).AsList();
                return ready.ConvertAll(row => Lease(row, worker, now, c, t));
            },
            cancellation);
        return rows.ConvertAll(Open);
    }

    public async Task<DateTimeOffset?> NextReady(Lane lane, CancellationToken cancellation = default)
    {
        var next = await database.Read(
            (c, t) => c.ExecuteScalar<long?>(sql["next-ready"], new { lane = JobRow.Name(lane) }, t), cancellation);
        return next is { } milliseconds ? JobRow.Time(milliseconds) : null;
    }

    public Task<int> LapseAll(DateTimeOffset now, CancellationToken cancellation = default)
    {
        var bounds = new { now = JobRow.Time(now), horizon = JobRow.Time(now + (2 * limits.LeaseDuration)) };
        return database.Write((c, t) => c.Execute(sql["lapse-all"], bounds, t), cancellation);
    }

    public Task<IReadOnlyDictionary<Lane, long>> Depths(CancellationToken cancellation = default) =>
        database.Read<IReadOnlyDictionary<Lane, long>>(
            (c, t) => c.Query<(string Lane, long Depth)>(sql["depths"], transaction: t)
                .ToDictionary(row => Enum.Parse<Lane>(row.Lane, ignoreCase: true), row => row.Depth),
            cancellation);

    /// <summary>Applies the rule to the row; the sealed details travel along unopened.</summary>
    private JobRow Lease(JobRow row, string worker, DateTimeOffset now, IDbConnection connection, IDbTransaction transaction)
    {
        var leased = row.ToJob(JobDetails.Forgotten).Lease(worker, now, limits.LeaseDuration)
            ?? throw new InvalidDataException($"The queue holds job {row.Id}, which is not ready.");
        var next = JobRow.From(leased, row.Details, limits);
        return connection.Execute(sql["replace"], next, transaction) == 1
            ? next
            : throw new InvalidDataException($"Job {row.Id} changed within a transaction.");
    }

    private bool HasRoom(string lane, string owner, IDbConnection connection, IDbTransaction transaction) =>
        connection.ExecuteScalar<bool>(
            sql["room"], new { lane, owner, laneCapacity = limits.LaneCapacity, userCapacity = limits.UserCapacity }, transaction);
}
