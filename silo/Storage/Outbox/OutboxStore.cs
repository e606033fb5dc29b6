using Dapper;
using Darkroom.Outbox;
using Darkroom.Storage.Jobs;

namespace Darkroom.Storage.Outbox;

/// <summary>Owed call-backs on our own table. See <see cref="IOutbox"/>.</summary>
internal sealed class OutboxStore(Database database, JobBox box) : IOutbox
{
    private readonly Statements sql = database.Statements("Outbox");

    public async Task<IReadOnlyList<OutboxMessage>> Take(int count, DateTimeOffset now, TimeSpan hold, CancellationToken cancellation)
    {
        // Most looks find nothing, and a look costs the writer nothing.
        var query = new { now = now.ToUnixTimeMilliseconds(), count };
        if (!await database.Read((c, t) => c.ExecuteScalar<bool>(sql["any due"], query, t), cancellation))
        {
            return [];
        }

        var until = (now + hold).ToUnixTimeMilliseconds();
        var rows = await database.Write(
            (c, t) =>
            {
                var due = c.Query<Row>(sql["due"], query, t).AsList();
                due.ForEach(row => c.Execute(sql["hold"], new { job = row.Job, until }, t));
                return due;
            },
            cancellation);
        return rows.ConvertAll(row => new OutboxMessage(
            JobId.Parse(row.Job), UserId.Parse(row.Owner), box.OpenTarget(row.Target, JobId.Parse(row.Job)), (int)row.Attempts + 1));
    }

    public Task Delivered(JobId job, CancellationToken cancellation) => Close(job, "delivered", cancellation);

    public Task GiveUp(JobId job, CancellationToken cancellation) => Close(job, "given-up", cancellation);

    public Task Retry(JobId job, DateTimeOffset at, CancellationToken cancellation) => database.Write(
        (c, t) => { c.Execute(sql["retry"], new { job = job.ToString(), at = at.ToUnixTimeMilliseconds() }, t); }, cancellation);

    private Task Close(JobId job, string state, CancellationToken cancellation) => database.Write(
        (c, t) => { c.Execute(sql["close"], new { job = job.ToString(), state }, t); }, cancellation);

    private sealed record Row(string Job, string Owner, byte[] Target, long Attempts);
}
