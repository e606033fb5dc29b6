namespace Darkroom.Accounts;

/// <summary>
/// The way into a brand's accounts. It runs where the keys are (a gateway cannot turn an address into its keyed digest),
/// keeps nothing itself, and its answers do not tell whether an address is known. Key: <see cref="GrainKeys.Accounts"/>.
/// </summary>
[Alias("darkroom.accounts")]
public interface IAccountsGrain : IGrainWithStringKey
{
    /// <summary>Checks the form and mails a confirmation, or, to a known address, a sign-in.</summary>
    [Alias("sign-up")]
    Task<SignUpResult> SignUp(SignUpForm form);

    /// <summary>Mails a link and a code to a known address, and to an unknown one that there is no account.</summary>
    [Alias("ask")]
    Task<SignInAskResult> AskToSignIn(SignInAsk ask);

    /// <summary>Turns a code or a link into a session, once; the first one of an address makes the account.</summary>
    [Alias("sign-in")]
    Task<SignInResult> SignIn(SignInProof proof);
}
