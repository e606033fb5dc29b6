namespace Darkroom.Accounts;

/// <summary>How somebody proves who they are.</summary>
[GenerateSerializer, Alias("darkroom.access-kind")]
public enum AccessKind
{
    /// <summary>A session in a browser; its end moves on while it is used.</summary>
    Cookie,

    /// <summary>A session of a script, with a fixed end.</summary>
    Token,

    /// <summary>An API key with scopes, until it is revoked.</summary>
    ApiKey,
}

/// <summary>The answer to a session token or API key.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.authentication")]
public abstract record Authentication
{
    private Authentication() { }

    /// <summary>It is good.</summary>
    /// <param name="User">Whose it is.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Id">Names the session or key in lists; never the secret.</param>
    /// <param name="Scopes">What an API key may do; empty for a session, which may do everything.</param>
    [GenerateSerializer, Immutable, Alias("darkroom.authentication.granted")]
    public sealed record Granted(
        [property: Id(0)] UserId User, [property: Id(1)] AccessKind Kind, [property: Id(2)] string Id,
        [property: Id(3)] string[] Scopes) : Authentication;

    /// <summary>Unknown, expired or revoked: the answer is the same.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.authentication.refused")]
    public sealed record Refused : Authentication;
}

/// <summary>Finds the grain behind a secret.</summary>
public static class AuthenticationExtensions
{
    private static readonly Task<Authentication> Refused = Task.FromResult<Authentication>(new Authentication.Refused());

    /// <summary>Whose secret this is at this brand. One grain call; none for what cannot be a secret of ours.</summary>
    public static Task<Authentication> Authenticate(this IGrainFactory grains, BrandId brand, string? secret) =>
        !AccessSecret.TryParse(secret, out var known) ? Refused
        : known.IsApiKey ? grains.GetGrain<IApiKeyGrain>(GrainKeys.ApiKey(brand, known.Hash)).Authenticate()
        : grains.GetGrain<ISessionGrain>(GrainKeys.Session(brand, known.Hash)).Authenticate();
}
