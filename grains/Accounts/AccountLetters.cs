using System.Globalization;
using Darkroom.Brands;
using Darkroom.Mail;
using Darkroom.Texts;

namespace Darkroom.Accounts;

/// <summary>
/// Words the mails of sign-up and sign-in. Nothing that a stranger typed is in them (a name could carry an
/// advertisement to somebody else's address). Thread-safe.
/// </summary>
internal sealed class AccountLetters(TextCatalogues texts)
{
    /// <summary>The mail for a letter.</summary>
    /// <param name="mailbox">The keyed digest that the link's token leads to.</param>
    public MailMessage Write(MailboxLetter letter, BrandPolicy brand, MailboxAsk ask, string mailbox)
    {
        var words = texts[ask.Language];
        var contact = words.Fill("mail.contact", ("contact", brand.Contact));
        var minutes = Challenge.Lifetime.TotalMinutes.ToString(CultureInfo.InvariantCulture);
        if (letter is not MailboxLetter.WayIn way)
        {
            return new Letter(brand, words.Language, words.Fill("mail.noAccount.subject", ("brand", brand.Name)))
                .Say(words.Fill("mail.noAccount.intro", ("brand", brand.Name)))
                .Link(words.Fill("mail.noAccount.button", ("brand", brand.Name)), ask.SignInPage)
                .Say(words["mail.noAccount.ignore"]).Small(contact).To(ask.Email);
        }

        var kind = way.IsNew ? "confirm" : "signIn";
        var subject = way.Code is { } shown
            ? words.Fill($"mail.{kind}.subject", ("code", shown), ("brand", brand.Name))
            : words.Fill($"mail.{kind}.subject.noCode", ("brand", brand.Name));
        var separator = ask.SignInPage.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var letterhead = new Letter(brand, words.Language, subject)
            .Say(words.Fill(way.HadAccount ? "mail.signIn.hadAccount" : $"mail.{kind}.intro", ("brand", brand.Name)))
            .Link(words[$"mail.{kind}.button"], $"{ask.SignInPage}{separator}token={new LinkToken(mailbox, way.Link)}");
        return (way.Code is { } code ? letterhead.Code(code) : letterhead)
            .Say(words.Fill(way.Code is null ? "mail.validity.noCode" : "mail.validity", ("minutes", minutes)))
            .Say(words[$"mail.{kind}.ignore"]).Small(contact).To(ask.Email);
    }
}
