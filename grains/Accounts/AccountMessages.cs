namespace Darkroom.Accounts;

/// <summary>What a person who wants an account says, unchecked. The birth date goes no further than the check.</summary>
/// <param name="BirthDate"><c>yyyy-mm-dd</c>.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="AcceptedPolicy">The version of the policy that the person accepts.</param>
/// <param name="Languages">Tags that the person reads, best first.</param>
/// <param name="SignInPage">Absolute address of the page that a link in a mail opens.</param>
[GenerateSerializer, Immutable, Alias("darkroom.sign-up-form")]
public sealed record SignUpForm(
    [property: Id(0)] string? Email, [property: Id(1)] string? Name, [property: Id(2)] string? BirthDate,
    [property: Id(3)] string? Country, [property: Id(4)] string? AcceptedPolicy,
    [property: Id(5)] string[] Languages, [property: Id(6)] string SignInPage)
{
    /// <summary>Says nothing, so that a person's facts cannot slip into a log.</summary>
    public override string ToString() => "(a sign-up form)";
}

/// <summary>The answer to a sign-up.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.sign-up-result")]
public abstract record SignUpResult
{
    private SignUpResult() { }

    /// <summary>A mail is on its way, whatever is known of the address.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-up-result.accepted")]
    public sealed record Accepted : SignUpResult;

    /// <summary>Below the age limit of the brand in this country. Nothing was kept.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-up-result.too-young")]
    public sealed record TooYoung([property: Id(0)] int MinimumAge) : SignUpResult;

    /// <summary>The policy in force was not accepted. Nothing was kept.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-up-result.policy-not-accepted")]
    public sealed record PolicyNotAccepted([property: Id(0)] string Version) : SignUpResult;

    /// <summary>Fields are missing or wrong: field → what is wrong and what is allowed. Nothing was kept.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-up-result.invalid")]
    public sealed record Invalid([property: Id(0)] IReadOnlyDictionary<string, string> Errors) : SignUpResult;
}

/// <summary>Somebody wants to sign in.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.sign-in-ask")]
public sealed record SignInAsk(
    [property: Id(0)] string? Email, [property: Id(1)] string[] Languages, [property: Id(2)] string SignInPage)
{
    /// <summary>Says nothing, so that an address cannot slip into a log.</summary>
    public override string ToString() => "(a wish to sign in)";
}

/// <summary>The answer to <see cref="IAccountsGrain.AskToSignIn"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.sign-in-ask-result")]
public abstract record SignInAskResult
{
    private SignInAskResult() { }

    /// <summary>A mail is on its way, whatever is known of the address.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-in-ask-result.accepted")]
    public sealed record Accepted : SignInAskResult;

    /// <summary>No mail could go there.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-in-ask-result.invalid")]
    public sealed record Invalid([property: Id(0)] IReadOnlyDictionary<string, string> Errors) : SignInAskResult;
}

/// <summary>What a person got by mail: the link's token, or the address and the code.</summary>
/// <param name="Link">The token in the link; then address and code are not looked at.</param>
/// <param name="Kind"><see cref="AccessKind.Cookie"/> or <see cref="AccessKind.Token"/>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.sign-in-proof")]
public sealed record SignInProof(
    [property: Id(0)] string? Link, [property: Id(1)] string? Email, [property: Id(2)] string? Code,
    [property: Id(3)] AccessKind Kind)
{
    /// <summary>Says nothing, so that a code cannot slip into a log.</summary>
    public override string ToString() => "(a code or link)";
}

/// <summary>The answer to <see cref="IAccountsGrain.SignIn"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.sign-in-result")]
public abstract record SignInResult
{
    private SignInResult() { }

    /// <summary>A session begins.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-in-result.signed-in")]
    public sealed record SignedIn([property: Id(0)] UserId User, [property: Id(1)] NewSession Session) : SignInResult;

    /// <summary>Wrong, used, expired or unknown: the answer is the same.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.sign-in-result.refused")]
    public sealed record Refused : SignInResult;
}
