using System.Text.RegularExpressions;
using Darkroom.Texts;

namespace Darkroom.Grains.Tests.Texts;

public sealed partial class TextCatalogueTests
{
    private static readonly TextCatalogues Texts = TextCatalogues.Load(typeof(TextCatalogues).Assembly);

    [Fact]
    public void There_are_texts_in_swedish_and_english() => Texts.Languages.ShouldBe(["en", "sv"]);

    [Fact]
    public void Every_text_asks_for_the_same_values_in_every_language()
    {
        foreach (var key in new[] { "mail.confirm.subject", "mail.confirm.intro", "mail.signIn.subject", "mail.noAccount.intro", "mail.validity", "mail.contact" })
        {
            var asked = Texts.Languages.Select(language => string.Join(",", Placeholder().Matches(Texts[language][key]).Select(m => m.Value).Order()));
            asked.Distinct().Count().ShouldBe(1, key);
        }
    }

    [Fact]
    public void Values_are_filled_in_once_and_never_searched_again() =>
        Texts["en"].Fill("mail.confirm.subject", ("code", "{brand}"), ("brand", "B")).ShouldBe("{brand} confirms your account at B");

    [Fact]
    public void A_missing_text_or_value_is_named()
    {
        Should.Throw<KeyNotFoundException>(() => Texts["en"]["mail.nothing"]).Message.ShouldContain("'mail.nothing' in 'en'");
        Should.Throw<KeyNotFoundException>(() => Texts["sv"].Fill("mail.contact")).Message.ShouldContain("'contact'");
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Placeholder();
}
