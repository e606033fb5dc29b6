using Darkroom.Retention;
using Darkroom.Vault;

namespace Darkroom.Simulation.Storage;

/// <summary>The retention rows in memory. Every call is one step.</summary>
internal sealed class ModelRetentionRows : IRetentionRows
{
    private readonly SortedDictionary<string, RetentionRow> rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> claimed = new(StringComparer.Ordinal);

    /// <summary>A bug: a sweep is given whatever it asks for, and nobody else knows.</summary>
    public bool ClaimsNothing { get; init; }

    private IEnumerable<RetainedPicture> Kept => rows.Values.Where(row => row.ForgottenAt is null).Select(row => row.Picture);

    public Task<bool> Register(RetainedPicture picture, CancellationToken cancellation)
    {
        var id = picture.Picture.ToString();
        var known = rows.GetValueOrDefault(id);
        if (known?.ForgottenAt is not null || claimed.Contains(id))
        {
            return Task.FromResult(false);
        }

        rows[id] = new RetentionRow(known is null ? picture : known.Picture with { ExpiresAt = picture.ExpiresAt, Clause = picture.Clause }, null);
        return Task.FromResult(true);
    }

    public Task BringForward(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation) =>
        Each(pictures, row => row.Picture.ExpiresAt > at ? row with { Picture = row.Picture with { ExpiresAt = at } } : row);

    public Task<IReadOnlyList<PictureRef>> ClaimDue(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ClaimsNothing)
        {
            return Task.FromResult<IReadOnlyList<PictureRef>>([.. pictures]);
        }

        var due = Kept.Where(picture => picture.ExpiresAt <= now).Select(picture => picture.Picture).Intersect(pictures).ToArray();
        claimed.UnionWith(due.Select(picture => picture.ToString()));
        return Task.FromResult<IReadOnlyList<PictureRef>>(due);
    }

    public Task Claim(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation)
    {
        claimed.UnionWith(Kept.Select(picture => picture.Picture).Intersect(pictures).Select(picture => picture.ToString()));
        return BringForward(pictures, now, cancellation);
    }

    public Task<IReadOnlyList<RetentionRow>> Read(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RetentionRow>>([.. pictures.Distinct().Select(picture => rows.GetValueOrDefault(picture.ToString())).OfType<RetentionRow>()]);

    public Task<IReadOnlyList<RetainedPicture>> Due(int shard, DateTimeOffset now, RetainedPicture? after, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RetainedPicture>>([.. Kept
            .Where(picture => picture.ExpiresAt <= now && RetentionShard.Of(picture.Picture) == shard)
            .OrderBy(picture => picture.ExpiresAt).ThenBy(picture => picture.Picture.ToString(), StringComparer.Ordinal)
            .Where(picture => after is null || picture.ExpiresAt > after.ExpiresAt
                || (picture.ExpiresAt == after.ExpiresAt && string.CompareOrdinal(picture.Picture.ToString(), after.Picture.ToString()) > 0))
            .Take(limit)]);

    public Task<IReadOnlyList<RetainedPicture>> HeldBy(UserId owner, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RetainedPicture>>([.. Kept.Where(picture => picture.Picture.Owner == owner).Take(limit)]);

    public Task MarkForgotten(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation) =>
        Each(pictures, row => row with { ForgottenAt = at });

    public Task<IReadOnlySet<ObjectName>> Held(IReadOnlyCollection<ObjectName> names, CancellationToken cancellation)
    {
        var held = Kept.Select(picture => ObjectName.Of(picture.Picture)).ToHashSet();
        return Task.FromResult<IReadOnlySet<ObjectName>>(names.Where(held.Contains).ToHashSet());
    }

    public Task<int> RemoveTombstones(BrandId brand, DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        var old = rows.Where(row => row.Value.ForgottenAt < before && row.Value.Picture.Picture.Owner.Brand == brand).Take(limit).ToArray();
        foreach (var row in old)
        {
            rows.Remove(row.Key);
            claimed.Remove(row.Key);
        }

        return Task.FromResult(old.Length);
    }

    public Task<(long Count, DateTimeOffset? Since)> Overdue(DateTimeOffset now, CancellationToken cancellation)
    {
        var overdue = Kept.Where(picture => picture.ExpiresAt <= now).ToArray();
        return Task.FromResult(((long)overdue.Length, overdue.Length == 0 ? (DateTimeOffset?)null : overdue.Min(picture => picture.ExpiresAt)));
    }

    public Task<IReadOnlyList<RetentionLine>> Overview(CancellationToken cancellation) =>
        throw new NotSupportedException("Nobody reads the overview here.");

    private Task Each(IReadOnlyCollection<PictureRef> pictures, Func<RetentionRow, RetentionRow> change)
    {
        foreach (var id in pictures.Select(picture => picture.ToString()))
        {
            if (rows.TryGetValue(id, out var row) && row.ForgottenAt is null)
            {
                rows[id] = change(row);
            }
        }

        return Task.CompletedTask;
    }
}
