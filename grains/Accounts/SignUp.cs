using Darkroom.Brands;

namespace Darkroom.Accounts;

/// <summary>Checks a sign-up form against the brand's policy. Pure.</summary>
internal static class SignUp
{
    /// <summary>The checked form, or the refusal. Everything is checked before anything is known of the address.</summary>
    [Clause("NAN-09")]
    public static (SignUpResult Result, EmailAddress? Address, Membership? Membership) Check(
        SignUpForm form, BrandPolicy brand, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>();
        if (!EmailAddress.TryParse(form.Email, out var address))
        {
            errors["email"] = EmailError;
        }

        if (!Person.TryName(form.Name, out var name))
        {
            errors["name"] = NameError;
        }

        var country = form.Country?.Trim().ToUpperInvariant();
        if (!Country.Exists(country))
        {
            errors["country"] = CountryError;
        }

        var age = Person.CheckAge(brand, country ?? "", form.BirthDate, now);
        if (age is AgeCheck.Unreadable unreadable)
        {
            errors["birthDate"] = unreadable.Error;
        }

        if (string.IsNullOrWhiteSpace(form.AcceptedPolicy))
        {
            errors["acceptedPolicy"] = $"Send the version of the policy that the person accepts: '{brand.PolicyVersion}'.";
        }

        return errors.Count > 0 ? (new SignUpResult.Invalid(errors), null, null)
            : age is AgeCheck.TooYoung young ? (new SignUpResult.TooYoung(young.Limit), null, null)
            : form.AcceptedPolicy != brand.PolicyVersion ? (new SignUpResult.PolicyNotAccepted(brand.PolicyVersion), null, null)
            : (new SignUpResult.Accepted(), address, new Membership(
                "", address.Address, name, country!, brand.Speaks(form.Languages), brand.PolicyVersion, now, ((AgeCheck.Met)age).Limit));
    }

    public const string EmailError = "Give an e-mail address that a mail can reach, like name@example.org.";
    public const string CountryError = "Give the country as two letters (ISO 3166-1), like SE.";
    public static readonly string NameError = $"A name has at most {Person.LongestName} characters and no control characters.";
}
