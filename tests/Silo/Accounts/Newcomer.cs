using System.Text.RegularExpressions;
using Darkroom.Accounts;
using Darkroom.Silo.Tests.Support;

namespace Darkroom.Silo.Tests.Accounts;

/// <summary>Somebody who wants in, and reads their mails.</summary>
internal sealed partial class Newcomer(AccountSilo silo, string email)
{
    private const string Page = "http://localhost/sign-in";

    public string? Code => Last(CodeLine());

    public string? Link => Last(LinkToken());

    public int Mails => silo.MailsTo(email).Count;

    public Task<SignUpResult> SignUp() => silo.Accounts.SignUp(new SignUpForm(email, "A Name", "1990-01-01", "SE", "1", ["en"], Page));

    public Task<SignInAskResult> Ask() => silo.Accounts.AskToSignIn(new SignInAsk(email, ["en"], Page));

    public Task<SignInResult> ByCode(string? code, AccessKind kind = AccessKind.Token) => silo.Accounts.SignIn(new SignInProof(null, email, code, kind));

    public Task<SignInResult> ByLink(string? link, AccessKind kind = AccessKind.Token) => silo.Accounts.SignIn(new SignInProof(link, null, null, kind));

    /// <summary>The plain way in.</summary>
    public async Task<SignInResult.SignedIn> Join(AccessKind kind = AccessKind.Token)
    {
        (await SignUp()).ShouldBeOfType<SignUpResult.Accepted>();
        return (await ByCode(Code, kind)).ShouldBeOfType<SignInResult.SignedIn>();
    }

    /// <summary>What a person does after something went wrong: asks for another mail, signs up again if that says so, follows the link.</summary>
    public async Task<SignInResult.SignedIn> TryAgain()
    {
        await Ask();
        if (Last(LinkToken()) is null)
        {
            await SignUp();
        }

        return (await ByLink(Link)).ShouldBeOfType<SignInResult.SignedIn>();
    }

    public async Task<bool> IsGood(NewSession session) =>
        await silo.Grains.Authenticate(TestBrands.Brand, session.Token) is Authentication.Granted;

    private string? Last(Regex pattern) =>
        silo.MailsTo(email) is [.., var mail] && pattern.Match(mail.Text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^Code: (\d{6})$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"\?token=(\S+)")]
    private static partial Regex LinkToken();
}
