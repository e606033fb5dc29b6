using Dapper;
using Darkroom.Retention;
using Darkroom.Vault;

namespace Darkroom.Storage.Retention;

/// <summary>The rows in the database. Thread-safe.</summary>
internal sealed class RetentionRows(Database database) : IRetentionRows
{
    private static readonly int[] Shards = [.. Enumerable.Range(0, RetentionShard.Count)];
    private readonly Statements sql = database.Statements("Retention");

    /// <inheritdoc/>
    public Task<bool> Register(RetainedPicture picture, CancellationToken cancellation)
    {
        var row = new
        {
            Object = picture.Picture.ToString(),
            Name = ObjectName.Of(picture.Picture).Value,
            Brand = picture.Picture.Owner.Brand.Value,
            Owner = picture.Picture.Owner.ToString(),
            Job = picture.Job.ToString(),
            picture.Kind,
            picture.Clause,
            ExpiresAt = Ms(picture.ExpiresAt),
            Shard = RetentionShard.Of(picture.Picture),
        };
        return database.Write((connection, transaction) => connection.Execute(sql["register"], row, transaction) == 1, cancellation);
    }

    /// <inheritdoc/>
    public Task BringForward(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation) =>
        Each("bring forward", pictures, at, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PictureRef>> ClaimDue(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation) =>
        database.Write<IReadOnlyList<PictureRef>>(
            (connection, transaction) =>
            [
                .. connection.Query<string>(sql["claim due"], new { Objects = pictures.Select(picture => picture.ToString()).ToArray(), Now = Ms(now) }, transaction)
                    .Select(PictureRef.Parse),
            ],
            cancellation);

    /// <inheritdoc/>
    public Task Claim(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation) =>
        Each("claim", pictures, now, cancellation);

    /// <inheritdoc/>
    public Task MarkForgotten(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation) =>
        Each("mark forgotten", pictures, at, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RetentionRow>> Read(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation) =>
        Query("read", new { Objects = pictures.Select(picture => picture.ToString()).ToArray() }, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RetainedPicture>> Due(
        int shard, DateTimeOffset now, RetainedPicture? after, int limit, CancellationToken cancellation)
    {
        var page = new
        {
            Shard = shard,
            Now = Ms(now),
            AfterExpiresAt = after is null ? long.MinValue : Ms(after.ExpiresAt),
            AfterObject = after?.Picture.ToString() ?? "",
            Limit = limit,
        };
        return [.. (await Query("due", page, cancellation)).Select(row => row.Picture)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RetainedPicture>> HeldBy(UserId owner, int limit, CancellationToken cancellation) =>
        [.. (await Query("held by", new { Owner = owner.ToString(), Limit = limit }, cancellation)).Select(row => row.Picture)];

    /// <inheritdoc/>
    public Task<IReadOnlySet<ObjectName>> Held(IReadOnlyCollection<ObjectName> names, CancellationToken cancellation) =>
        database.Read<IReadOnlySet<ObjectName>>(
            (connection, transaction) => connection.Query<string>(sql["held"], new { Names = names.Select(name => name.Value).ToArray() }, transaction)
                .Select(name => new ObjectName(name)).ToHashSet(),
            cancellation);

    /// <inheritdoc/>
    public Task<int> RemoveTombstones(BrandId brand, DateTimeOffset before, int limit, CancellationToken cancellation) =>
        database.Write(
            (connection, transaction) => connection.Execute(
                sql["remove tombstones"], new { Brand = brand.Value, Before = Ms(before), Limit = limit }, transaction),
            cancellation);

    /// <inheritdoc/>
    public Task<(long Count, DateTimeOffset? Since)> Overdue(DateTimeOffset now, CancellationToken cancellation) =>
        database.Read(
            (connection, transaction) =>
            {
                var (count, since) = connection.QuerySingle<(long, long?)>(sql["overdue"], new { Shards, Now = Ms(now) }, transaction);
                return (count, Time(since));
            },
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RetentionLine>> Overview(CancellationToken cancellation) =>
        database.Read<IReadOnlyList<RetentionLine>>(
            (connection, transaction) =>
            [
                .. connection.Query<Line>(sql["overview"], transaction: transaction).Select(line => new RetentionLine(
                    new BrandId(line.Brand), line.Clause, line.Kind, line.Held, line.Forgotten, Time(line.NextDue))),
            ],
            cancellation);

    private Task Each(string statement, IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation)
    {
        if (pictures.Count == 0)
        {
            return Task.CompletedTask;
        }

        // In one order, so that two that change the same rows at once do not wait for each other in a circle.
        var rows = pictures.Select(picture => picture.ToString()).Order(StringComparer.Ordinal).Select(name => new { Object = name, At = Ms(at) }).ToArray();
        return database.Write((connection, transaction) => { connection.Execute(sql[statement], rows, transaction); }, cancellation);
    }

    private Task<IReadOnlyList<RetentionRow>> Query(string statement, object values, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<RetentionRow>>(
            (connection, transaction) =>
            [
                .. connection.Query<Row>(sql[statement], values, transaction).Select(row => new RetentionRow(
                    new RetainedPicture(PictureRef.Parse(row.Object), JobId.Parse(row.Job), row.Kind, row.Clause, Time(row.ExpiresAt)!.Value),
                    Time(row.ForgottenAt))),
            ],
            cancellation);

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private sealed record Row(string Object, string Job, string Kind, string Clause, long ExpiresAt, long? ForgottenAt);

    private sealed record Line(string Brand, string Clause, string Kind, long Held, long Forgotten, long? NextDue);
}
