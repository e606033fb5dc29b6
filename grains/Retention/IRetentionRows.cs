using Darkroom.Vault;

namespace Darkroom.Retention;

/// <summary>
/// The rows behind <see cref="IForgetting"/>: one per picture, <em>held</em> until key and bytes are gone, then a tombstone that says so. A held row
/// that is <em>claimed</em> is being forgotten: nothing stops that any more. Durable when it answers. Thread-safe.
/// </summary>
/// <remarks>Everything here may throw <see cref="StorageUnavailableException"/>; everything may be repeated.</remarks>
public interface IRetentionRows
{
    /// <summary>Makes the row or moves its date. A claimed row and a tombstone stay what they are.</summary>
    /// <returns>Whether the picture is held at that date: false when it is claimed or forgotten.</returns>
    Task<bool> Register(RetainedPicture picture, CancellationToken cancellation);

    /// <summary>Moves held rows to an earlier date; later or equal ones stay as they are.</summary>
    Task BringForward(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>The rows of these pictures, held or not.</summary>
    Task<IReadOnlyList<RetentionRow>> Read(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation);

    /// <summary>Held rows of a shard that are due, the longest due first, behind the given one.</summary>
    /// <param name="shard">See <see cref="RetentionShard"/>.</param>
    /// <param name="now">What is due at this moment.</param>
    /// <param name="after">The last of the page before, or null.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<RetainedPicture>> Due(int shard, DateTimeOffset now, RetainedPicture? after, int limit, CancellationToken cancellation);

    /// <summary>Held rows of an owner, up to <paramref name="limit"/>, in no particular order.</summary>
    Task<IReadOnlyList<RetainedPicture>> HeldBy(UserId owner, int limit, CancellationToken cancellation);

    /// <summary>Claims those held rows that are due at this moment, claimed or not. From now on their key and bytes may be gone.</summary>
    /// <returns>The claimed ones of these; what was given a later date meanwhile is not among them.</returns>
    Task<IReadOnlyList<PictureRef>> ClaimDue(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Makes held rows due at this moment, whatever their date was, and claims them.</summary>
    Task Claim(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Makes rows tombstones: their key and bytes are gone. A second time changes nothing.</summary>
    Task MarkForgotten(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Those of the objects that have a held row.</summary>
    Task<IReadOnlySet<ObjectName>> Held(IReadOnlyCollection<ObjectName> names, CancellationToken cancellation);

    /// <summary>Removes up to <paramref name="limit"/> tombstones of a brand from before a time, and answers how many.</summary>
    Task<int> RemoveTombstones(BrandId brand, DateTimeOffset before, int limit, CancellationToken cancellation);

    /// <summary>Held rows that are due, and since when the first of them is; null when there is none.</summary>
    Task<(long Count, DateTimeOffset? Since)> Overdue(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>See <see cref="IForgettingStatus.Overview"/>.</summary>
    Task<IReadOnlyList<RetentionLine>> Overview(CancellationToken cancellation);
}

/// <summary>A row as it stands.</summary>
/// <param name="ForgottenAt">Null while the picture is held.</param>
public sealed record RetentionRow(RetainedPicture Picture, DateTimeOffset? ForgottenAt);
