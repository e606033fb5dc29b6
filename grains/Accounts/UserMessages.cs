namespace Darkroom.Accounts;

/// <summary>What a confirmed sign-up leaves: no birth date, only that and when the age limit was met.</summary>
/// <param name="Mailbox">The keyed digest of the address, where the account is found again.</param>
/// <param name="Email">Where mails go.</param>
/// <param name="Language">Two-letter tag.</param>
/// <param name="AcceptedAt">When the policy version was accepted and the age was checked.</param>
/// <param name="AgeMet">The age limit in years that the person meets.</param>
[GenerateSerializer, Immutable, Alias("darkroom.membership")]
public sealed record Membership(
    [property: Id(0)] string Mailbox, [property: Id(1)] string Email, [property: Id(2)] string? Name,
    [property: Id(3)] string Country, [property: Id(4)] string Language, [property: Id(5)] string AcceptedPolicy,
    [property: Id(6)] DateTimeOffset AcceptedAt, [property: Id(7)] int AgeMet)
{
    /// <summary>Says nothing, so that a person's facts cannot slip into a log.</summary>
    public override string ToString() => "(a membership)";
}

/// <summary>A session that was just begun.</summary>
/// <param name="Token">Its secret, shown this once.</param>
/// <param name="ExpiresAt">When it ends at the latest.</param>
[GenerateSerializer, Immutable, Alias("darkroom.new-session")]
public sealed record NewSession(
    [property: Id(0)] string Id, [property: Id(1)] string Token, [property: Id(2)] DateTimeOffset ExpiresAt)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => $"session {Id}";
}

/// <summary>A session in a list.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.session-view")]
public sealed record SessionView(
    [property: Id(0)] string Id, [property: Id(1)] AccessKind Kind, [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] DateTimeOffset LastUsedAt, [property: Id(4)] DateTimeOffset ExpiresAt);

/// <summary>The answer to <see cref="IUserGrain.CreateKey"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.new-api-key-result")]
public abstract record NewApiKeyResult
{
    private NewApiKeyResult() { }

    /// <summary>The key is in force.</summary>
    /// <param name="Secret">The key, shown this once.</param>
    [GenerateSerializer, Immutable, Alias("darkroom.new-api-key-result.created")]
    public sealed record Created([property: Id(0)] ApiKeyView Key, [property: Id(1)] string Secret) : NewApiKeyResult
    {
        /// <summary>Never the secret.</summary>
        public override string ToString() => $"key {Key.Id}";
    }

    /// <summary>There are as many keys as an account may have.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.new-api-key-result.too-many")]
    public sealed record TooMany([property: Id(0)] int Limit) : NewApiKeyResult;

    /// <summary>There is no such account (any more).</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.new-api-key-result.no-account")]
    public sealed record NoAccount : NewApiKeyResult;
}

/// <summary>An API key in a list.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.api-key-view")]
public sealed record ApiKeyView(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string[] Scopes,
    [property: Id(3)] DateTimeOffset CreatedAt, [property: Id(4)] DateOnly? LastUsedOn);

/// <summary>Everything that an account holds about a person.</summary>
/// <param name="AgeMet">The age limit in years that the person met at <paramref name="AgeCheckedAt"/>; the birth date was discarded.</param>
[GenerateSerializer, Immutable, Alias("darkroom.account-view")]
public sealed record AccountView(
    [property: Id(0)] UserId Id, [property: Id(1)] string Email, [property: Id(2)] string? Name,
    [property: Id(3)] string Country, [property: Id(4)] string Language, [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] PolicyAcceptance[] AcceptedPolicies, [property: Id(7)] int AgeMet,
    [property: Id(8)] DateTimeOffset AgeCheckedAt)
{
    /// <summary>Only the id, so that a person's facts cannot slip into a log.</summary>
    public override string ToString() => $"account {Id}";
}

/// <summary>A recorded acceptance of the policy.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.policy-acceptance")]
public sealed record PolicyAcceptance([property: Id(0)] string Version, [property: Id(1)] DateTimeOffset At);

/// <summary>Facts to correct; null leaves a fact as it is.</summary>
/// <param name="Name">An empty text removes the name.</param>
/// <param name="BirthDate">Only looked at when the new country asks for a higher age than the person was checked for; discarded.</param>
[GenerateSerializer, Immutable, Alias("darkroom.account-correction")]
public sealed record AccountCorrection(
    [property: Id(0)] string? Name, [property: Id(1)] string? Country, [property: Id(2)] string? Language,
    [property: Id(3)] string? BirthDate)
{
    /// <summary>Says nothing, so that a person's facts cannot slip into a log.</summary>
    public override string ToString() => "(a correction)";
}

/// <summary>The answer to <see cref="IUserGrain.Correct"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.correction-result")]
public abstract record CorrectionResult
{
    private CorrectionResult() { }

    /// <summary>The account as it is now.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.correction-result.corrected")]
    public sealed record Corrected([property: Id(0)] AccountView Account) : CorrectionResult;

    /// <summary>Below the age limit of the new country. Nothing was changed.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.correction-result.too-young")]
    public sealed record TooYoung([property: Id(0)] int MinimumAge) : CorrectionResult;

    /// <summary>Fields are wrong: field → what is wrong and what is allowed. Nothing was changed.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.correction-result.invalid")]
    public sealed record Invalid([property: Id(0)] IReadOnlyDictionary<string, string> Errors) : CorrectionResult;

    /// <summary>There is no such account (any more).</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.correction-result.no-account")]
    public sealed record NoAccount : CorrectionResult;
}

/// <summary>An erasure under way or done.</summary>
/// <param name="Deadline">When it is over at the latest, by the brand's policy.</param>
/// <param name="Done">Whether everything is gone already.</param>
[GenerateSerializer, Immutable, Alias("darkroom.erasure-view")]
public sealed record ErasureView(
    [property: Id(0)] DateTimeOffset RequestedAt, [property: Id(1)] DateTimeOffset Deadline, [property: Id(2)] bool Done);
