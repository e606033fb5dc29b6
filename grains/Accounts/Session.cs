namespace Darkroom.Accounts;

/// <summary>The state of a session and its ends. Pure.</summary>
internal sealed record Session
{
    /// <summary>A browser's session ends when it was not used for so long,</summary>
    public static readonly TimeSpan CookieIdle = TimeSpan.FromDays(14);

    /// <summary>and in any case after this.</summary>
    public static readonly TimeSpan CookieLongest = CookieSession.Longest;

    /// <summary>A script's session has this fixed end.</summary>
    public static readonly TimeSpan TokenLongest = TimeSpan.FromDays(30);

    /// <summary>Uses closer together than this are not written down.</summary>
    public static readonly TimeSpan Coarseness = TimeSpan.FromDays(1);

    public UserId User { get; init; }

    public string Id { get; init; } = "";

    public AccessKind Kind { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When it ends if it is not used again.</summary>
    public DateTimeOffset ExpiresAt => Kind is AccessKind.Cookie
        ? Earlier(LastUsedAt + CookieIdle + Coarseness, LatestEnd(Kind, CreatedAt))
        : LatestEnd(Kind, CreatedAt);

    public static Session Begin(SessionOpening opening) => new()
    {
        User = opening.User,
        Id = opening.Id,
        Kind = opening.Kind,
        CreatedAt = opening.At,
        LastUsedAt = opening.At,
    };

    public static DateTimeOffset LatestEnd(AccessKind kind, DateTimeOffset createdAt) =>
        createdAt + (kind is AccessKind.Cookie ? CookieLongest : TokenLongest);

    /// <summary>The session after a use, or null when it had ended.</summary>
    public Session? Use(DateTimeOffset now) =>
        now >= ExpiresAt ? null : now - LastUsedAt >= Coarseness ? this with { LastUsedAt = now } : this;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
