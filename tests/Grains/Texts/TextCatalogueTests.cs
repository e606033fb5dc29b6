using Darkroom.Texts;

namespace Darkroom.Grains.Tests.Texts;

public sealed class TextCatalogueTests
{
    private static readonly TextCatalogues Texts = TextCatalogues.Load(typeof(TextCatalogues).Assembly);

    [Fact]
    public void Values_are_filled_in_once_and_never_searched_again() =>
        Texts["en"].Fill("mail.confirm.subject", ("code", "{brand}"), ("brand", "B")).ShouldBe("{brand} confirms your account at B");

    [Fact]
    public void A_missing_text_or_value_is_named()
    {
        Should.Throw<KeyNotFoundException>(() => Texts["en"]["mail.nothing"]).Message.ShouldContain("'mail.nothing' in 'en'");
        Should.Throw<KeyNotFoundException>(() => Texts["sv"].Fill("mail.contact")).Message.ShouldContain("'contact'");
    }
}
