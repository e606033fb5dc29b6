using Darkroom.Accounts;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Accounts;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.org", "anna@example.org")]
    [InlineData("  Anna.Svensson+bilder@Example.ORG ", "anna.svensson+bilder@example.org")]
    [InlineData("anna@exämple.se", "anna@xn--exmple-cua.se")]
    [InlineData("o'hara_1@a-b.co.uk", "o'hara_1@a-b.co.uk")]
    public void An_address_has_one_normal_form(string text, string normal)
    {
        EmailAddress.TryParse(text, out var address).ShouldBeTrue();
        address.Normalized.ShouldBe(normal);
        address.ToString().ShouldNotContain("example");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("@example.org")]
    [InlineData("anna@")]
    [InlineData("anna@localhost")]
    [InlineData("a b@example.org")]
    [InlineData("anna@@example.org")]
    [InlineData(".anna@example.org")]
    [InlineData("an..na@example.org")]
    [InlineData("\"anna\"@example.org")]
    [InlineData("anna@exam_ple.org")]
    [InlineData("anna@-example.org")]
    [InlineData("anna@[127.0.0.1]")]
    [InlineData("anna@example.org\nBcc: eve@example.org")]
    [InlineData("anna@example.org,eve@example.org")]
    [InlineData("Anna <anna@example.org>")]
    [InlineData("änna@example.org")]
    public void What_no_mail_can_reach_is_refused(string? text) => EmailAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Very_long_ones_are_refused_at_once()
    {
        EmailAddress.TryParse(new string('a', 65) + "@example.org", out _).ShouldBeFalse();
        EmailAddress.TryParse("a@" + new string('b', 64) + ".org", out _).ShouldBeFalse();
        EmailAddress.TryParse(new string('a', 1_000_000) + "@example.org", out _).ShouldBeFalse();
    }

    [Fact]
    public void Any_text_is_either_refused_or_safe_in_a_header_and_stable() =>
        Prop.ForAll<string?, string?>((local, domain) =>
        {
            var parsed = EmailAddress.TryParse($"{local}@{domain}", out var address);
            return !parsed || (address.Address.All(c => c is > ' ' and < (char)127 and not ('<' or '>' or ',' or ';' or '"'))
                && EmailAddress.TryParse(address.Normalized, out var again) && again.Normalized == address.Normalized);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
