namespace Darkroom.Accounts;

/// <summary>
/// One address at one brand, known by its keyed digest only. Decides, once and for all, which account it belongs to,
/// and holds what was mailed there. Key: <see cref="GrainKeys.Mailbox"/>.
/// </summary>
[Alias("darkroom.mailbox")]
public interface IMailboxGrain : IGrainWithStringKey
{
    /// <summary>Mails a way in, within the limits on how many mails a stranger can cause. Durable before the mail goes out.</summary>
    [Alias("ask")]
    Task Ask(MailboxAsk ask);

    /// <summary>Takes the code that was mailed; null when it is wrong, used up or expired.</summary>
    [Alias("take-code")]
    Task<UserId?> TakeCode(string code);

    /// <summary>Takes the secret of a link that was mailed; null when it is wrong, used up or expired.</summary>
    [Alias("take-link")]
    Task<UserId?> TakeLink(string secret);

    /// <summary>Forgets that this account's address is here. Idempotent, and harmless when it belongs to another account by now.</summary>
    [Alias("forget")]
    Task Forget(UserId user);
}

/// <summary>Somebody wants a way in by this mailbox.</summary>
/// <param name="Email">Where the mail goes; kept only with a sign-up, until it is confirmed or expires.</param>
/// <param name="SignUp">What a new account would be; null when the person only wants to sign in.</param>
/// <param name="Language">Two-letter tag of a language that the brand speaks.</param>
/// <param name="SignInPage">Absolute address of the page that the link opens.</param>
[GenerateSerializer, Immutable, Alias("darkroom.mailbox-ask")]
public sealed record MailboxAsk(
    [property: Id(0)] string Email, [property: Id(1)] Membership? SignUp, [property: Id(2)] string Language,
    [property: Id(3)] string SignInPage)
{
    /// <summary>Says nothing, so that an address cannot slip into a log.</summary>
    public override string ToString() => "(a wish for a mail)";
}
