using Darkroom.Brands;
using Darkroom.Security;

namespace Darkroom.Accounts;

/// <inheritdoc cref="IAccountsGrain"/>
[StatelessWorker]
internal sealed class AccountsGrain(IBrands brands, BlindIndex index, TimeProvider time) : Grain, IAccountsGrain
{
    /// <summary>As enforced now: its file can change while the grain is active.</summary>
    private BrandPolicy Brand => brands[new BrandId(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()))];

    public async Task<SignUpResult> SignUp(SignUpForm form)
    {
        var (result, address, membership) = Accounts.SignUp.Check(form, Brand, time.GetUtcNow());
        if (address is not null && membership is not null)
        {
            var mailbox = index.Email(Brand.Id, address.Normalized);
            await Mailbox(mailbox).Ask(new MailboxAsk(
                address.Address, membership with { Mailbox = mailbox }, membership.Language, form.SignInPage));
        }

        return result;
    }

    public async Task<SignInAskResult> AskToSignIn(SignInAsk ask)
    {
        if (!EmailAddress.TryParse(ask.Email, out var address))
        {
            return new SignInAskResult.Invalid(new Dictionary<string, string> { ["email"] = Accounts.SignUp.EmailError });
        }

        await Mailbox(index.Email(Brand.Id, address.Normalized)).Ask(
            new MailboxAsk(address.Address, null, Brand.Speaks(ask.Languages), ask.SignInPage));
        return new SignInAskResult.Accepted();
    }

    public async Task<SignInResult> SignIn(SignInProof proof) =>
        await Take(proof) is { } user && await GrainFactory.GetGrain<IUserGrain>(GrainKeys.User(user)).OpenSession(proof.Kind) is { } session
            ? new SignInResult.SignedIn(user, session)
            : new SignInResult.Refused();

    private Task<UserId?> Take(SignInProof proof)
    {
        if (proof.Link is not null)
        {
            // The link carries its mailbox, because only a digest of its secret is kept.
            return LinkToken.TryParse(proof.Link, out var link)
                ? Mailbox(link.Mailbox).TakeLink(link.Secret)
                : Task.FromResult<UserId?>(null);
        }

        return EmailAddress.TryParse(proof.Email, out var address)
            ? Mailbox(index.Email(Brand.Id, address.Normalized)).TakeCode(proof.Code ?? "")
            : Task.FromResult<UserId?>(null);
    }

    private IMailboxGrain Mailbox(string mailbox) => GrainFactory.GetGrain<IMailboxGrain>(GrainKeys.Mailbox(Brand.Id, mailbox));
}
