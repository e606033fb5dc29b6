namespace Darkroom.Retention;

/// <summary>Reads what is kept, what is overdue and what was forgotten. Thread-safe.</summary>
public interface IForgettingStatus
{
    /// <summary>Which of these pictures are forgotten, and when. Pictures that are kept, or were never registered, are not in the answer.</summary>
    Task<IReadOnlyDictionary<PictureRef, DateTimeOffset>> Forgotten(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation);

    /// <summary>How late forgetting is.</summary>
    Task<Lateness> Lateness(CancellationToken cancellation);

    /// <summary>Everything by brand, clause and kind. Counts the whole table: for people, not for metrics.</summary>
    Task<IReadOnlyList<RetentionLine>> Overview(CancellationToken cancellation);
}

/// <summary>Pictures whose time is over but that are still there.</summary>
/// <param name="Overdue">How many.</param>
/// <param name="Oldest">How long the one that waits longest has been due; zero when there is none.</param>
public sealed record Lateness(long Overdue, TimeSpan Oldest);

/// <summary>What one clause is applied to.</summary>
/// <param name="Held">Pictures that are still there.</param>
/// <param name="Forgotten">Pictures that are gone and still known to have been.</param>
/// <param name="NextDue">When the next of the held ones is due; null when there is none.</param>
public sealed record RetentionLine(BrandId Brand, string Clause, string Kind, long Held, long Forgotten, DateTimeOffset? NextDue);
