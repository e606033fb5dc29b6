namespace Darkroom.Retention;

/// <summary>
/// The rows that say what must be forgotten and when. Every stored thing has one before it exists.
/// Everything here is idempotent and durable when it answers. Thread-safe.
/// </summary>
public interface IForgetting
{
    /// <summary>Registers a picture, or moves its date. A date only ever moves forward in time when the clause allows it: callers pass what the policy says.</summary>
    /// <returns>
    /// Whether the picture is kept until then: false when it is forgotten, or about to be. Once true, no sweep comes for it before its date.
    /// </returns>
    Task<bool> Register(RetainedPicture picture, CancellationToken cancellation);

    /// <summary>Makes pictures due at <paramref name="at"/> if that is earlier than what the row says.</summary>
    Task BringForward(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Forgets now: when the task ends, key and bytes are gone. A picture that is still on its way can no longer arrive.</summary>
    /// <exception cref="IOException">Something could not be removed; it is due, and the next sweep tries again.</exception>
    Task ForgetNow(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation);

    /// <summary>
    /// Erases all pictures of a user: first the user's key, which makes every one unreadable (in backups too) and lets no new one be written,
    /// then their bytes.
    /// </summary>
    /// <exception cref="IOException">Some bytes could not be removed (they are unreadable and due); the next sweep tries again.</exception>
    Task ForgetEverything(UserId owner, CancellationToken cancellation);
}

/// <summary>One picture and its end.</summary>
/// <param name="Kind"><c>input</c> or <c>output</c>.</param>
/// <param name="Clause">The promise that this row keeps, as in the clause table (<c>NAN-03</c>).</param>
public sealed record RetainedPicture(PictureRef Picture, JobId Job, string Kind, string Clause, DateTimeOffset ExpiresAt);
