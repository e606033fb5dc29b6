using Darkroom.Accounts;
using FsCheck;
using FsCheck.Fluent;
using static Darkroom.Grains.Tests.Accounts.Samples;

namespace Darkroom.Grains.Tests.Accounts;

/// <summary>What a sign-up form must say, and what is kept of it.</summary>
public sealed class SignUpTests
{
    private static readonly SignUpForm Good =
        new("Anna@Example.org", "  Anna  ", "1990-04-01", "se", Brand.PolicyVersion, ["en-GB", "sv"], "http://localhost/sign-in");

    [Fact]
    [Trait("Clause", "NAN-09")]
    public void A_good_form_becomes_a_membership_that_records_the_accepted_policy()
    {
        var (result, address, membership) = SignUp.Check(Good, Brand, Noon);
        result.ShouldBeOfType<SignUpResult.Accepted>();
        address!.Normalized.ShouldBe("anna@example.org");
        membership.ShouldBe(new Membership("", "Anna@example.org", "Anna", "SE", "en", Brand.PolicyVersion, Noon, 13));
    }

    [Fact]
    [Trait("Clause", "NAN-09")]
    public void Another_version_of_the_policy_is_not_this_one() =>
        SignUp.Check(Good with { AcceptedPolicy = "2020-01-01" }, Brand, Noon).Result
            .ShouldBe(new SignUpResult.PolicyNotAccepted(Brand.PolicyVersion));

    [Theory]
    [InlineData("email", "no address")]
    [InlineData("email", "a@b@c.org\r\nBcc: x@y.org")]
    [InlineData("name", "A\u0000nna")]
    [InlineData("name", "Anna\u202Egnihsihp")]
    [InlineData("country", "XX")]
    [InlineData("country", "Sweden")]
    [InlineData("birthDate", "01.04.1990")]
    [InlineData("birthDate", "1990-02-30")]
    [InlineData("birthDate", "3000-01-01")]
    [InlineData("birthDate", "1700-01-01")]
    [InlineData("acceptedPolicy", " ")]
    public void A_wrong_field_is_named(string field, string value)
    {
        var form = field switch
        {
            "email" => Good with { Email = value },
            "name" => Good with { Name = value },
            "country" => Good with { Country = value },
            "birthDate" => Good with { BirthDate = value },
            _ => Good with { AcceptedPolicy = value },
        };
        SignUp.Check(form, Brand, Noon).Result.ShouldBeOfType<SignUpResult.Invalid>().Errors.Keys.ShouldBe([field]);
    }

    [Fact]
    public void An_empty_form_names_every_field_that_is_needed() =>
        SignUp.Check(new SignUpForm(null, null, null, null, null, [], ""), Brand, Noon).Result
            .ShouldBeOfType<SignUpResult.Invalid>().Errors.Keys.ShouldBe(["email", "country", "birthDate", "acceptedPolicy"], ignoreOrder: true);

    [Theory]
    [InlineData("SE", "2013-03-01", true)]
    [InlineData("SE", "2013-03-02", false)]
    [InlineData("DE", "2013-03-01", false)]
    [InlineData("DE", "2010-03-01", true)]
    [InlineData("US", "2013-03-01", true)]
    [Trait("Clause", "IMG-17")]
    public void The_age_limit_is_the_country_s(string country, string birthDate, bool oldEnough)
    {
        // A day has begun everywhere twelve hours after it began in UTC.
        var result = SignUp.Check(Good with { Country = country, BirthDate = birthDate }, Brand, Noon).Result;
        (result is SignUpResult.Accepted).ShouldBe(oldEnough);
        (result is SignUpResult.TooYoung).ShouldBe(!oldEnough);
        SignUp.Check(Good with { Country = country, BirthDate = birthDate }, Brand, Noon.AddHours(-1)).Result
            .ShouldNotBe(new SignUpResult.Accepted(), "the birthday has not begun everywhere");
    }

    [Fact]
    public void Whoever_was_born_on_a_leap_day_has_a_birthday_in_march()
    {
        Person.Age(new DateOnly(2012, 2, 29), new DateOnly(2025, 2, 28)).ShouldBe(12);
        Person.Age(new DateOnly(2012, 2, 29), new DateOnly(2025, 3, 1)).ShouldBe(13);
        Person.Age(new DateOnly(2012, 2, 29), new DateOnly(2028, 2, 29)).ShouldBe(16);
    }

    [Fact]
    public void Age_grows_by_one_on_each_birthday_and_at_no_other_day()
    {
        var dates = Gen.Choose(0, 45_000).Select(day => new DateOnly(1950, 1, 1).AddDays(day));
        Prop.ForAll(Gen.Zip(dates, dates).ToArbitrary(), pair =>
        {
            var (birth, today) = pair.Item1 <= pair.Item2 ? pair : (pair.Item2, pair.Item1);
            var grown = Person.Age(birth, today.AddDays(1)) - Person.Age(birth, today);
            var isBirthday = (today.AddDays(1).Month, today.AddDays(1).Day) is var next
                && (next == (birth.Month, birth.Day)
                    || ((birth.Month, birth.Day) == (2, 29) && next == (3, 1) && !DateTime.IsLeapYear(today.Year)));
            return grown == (isBirthday ? 1 : 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nothing_personal_is_in_the_text_of_a_message()
    {
        var membership = SignUp.Check(Good, Brand, Noon).Membership!;
        foreach (var text in new[] { Good.ToString(), membership.ToString(), new SignInProof("l", "anna@example.org", "123456", AccessKind.Token).ToString() })
        {
            text.ShouldNotContain("nna");
            text.ShouldNotContain("1990");
            text.ShouldNotContain("123456");
        }
    }
}
