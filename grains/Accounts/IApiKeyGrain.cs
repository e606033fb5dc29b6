namespace Darkroom.Accounts;

/// <summary>One API key. Key: <see cref="GrainKeys.ApiKey"/>.</summary>
[Alias("darkroom.api-key")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Whose key this is and what it may do, if it still is one.</summary>
    [Alias("authenticate")]
    Task<Authentication> Authenticate();

    /// <summary>Puts the key in force; only its user's grain calls this, after it has listed it. A repeat changes nothing.</summary>
    [Alias("issue")]
    Task Issue(ApiKeyIssue issue);

    /// <summary>The day of its last use; null when it was never used or is revoked.</summary>
    [Alias("last-used")]
    Task<DateOnly?> LastUsed();

    /// <summary>Ends it for good; nothing stays. Idempotent.</summary>
    [Alias("revoke")]
    Task Revoke();
}

/// <summary>What a new key is.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.api-key-issue")]
public sealed record ApiKeyIssue(
    [property: Id(0)] UserId User, [property: Id(1)] string Id, [property: Id(2)] string[] Scopes);
