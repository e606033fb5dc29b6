namespace Darkroom.Accounts;

/// <summary>One sign-in. Key: <see cref="GrainKeys.Session"/>.</summary>
[Alias("darkroom.session")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Whose session this is, if it still is one. Moves the end of a browser's session on.</summary>
    [Alias("authenticate")]
    Task<Authentication> Authenticate();

    /// <summary>Begins the session; only its user's grain calls this, after it has listed it. A repeat changes nothing.</summary>
    [Alias("open")]
    Task Open(SessionOpening opening);

    /// <summary>When it was last used (to the day) and ends; null when it is over.</summary>
    [Alias("describe")]
    Task<SessionUse?> Describe();

    /// <summary>Ends it for good; nothing stays. Idempotent.</summary>
    [Alias("revoke")]
    Task Revoke();
}

/// <summary>What a new session is.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.session-opening")]
public sealed record SessionOpening(
    [property: Id(0)] UserId User, [property: Id(1)] string Id, [property: Id(2)] AccessKind Kind,
    [property: Id(3)] DateTimeOffset At);

/// <summary>How a session is being used.</summary>
/// <param name="LastUsedAt">Kept to the day only, because each change is a write.</param>
/// <param name="ExpiresAt">When it ends if it is not used again.</param>
[GenerateSerializer, Immutable, Alias("darkroom.session-use")]
public sealed record SessionUse([property: Id(0)] DateTimeOffset LastUsedAt, [property: Id(1)] DateTimeOffset ExpiresAt);
