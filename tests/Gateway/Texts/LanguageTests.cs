namespace Darkroom.Gateway.Tests.Texts;

/// <summary>Every text is in the language of its file, and asks for the same values in each.</summary>
public sealed class LanguageTests
{
    /// <summary>What two languages may write alike although it is long, or although one of them is English: loan words, sizes and short phrases.</summary>
    private static readonly string[] Alike =
        ["Brand", "Download", "Fair", "Web, 1920 px", "Kvadrat, 1080 px", "Har du allerede en konto?", "Til og med"];

    public static TheoryData<string> Languages => Catalogue.Languages;

    [Fact]
    public void There_are_four_languages() => Catalogue.All.Languages.ShouldBe(["da", "en", "nb", "sv"]);

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_in_another_language(string language)
    {
        Catalogue.Keys.Select(key => (key, Foreign: Wording.ForeignTo(language, Catalogue.All[language][key]))).Where(one => one.Foreign.Count > 0)
            .Select(one => $"{one.key}: {string.Join(", ", one.Foreign)}").ShouldBeEmpty();
        Catalogue.Keys.Sum(key => Wording.OwnTo(language, Catalogue.All[language][key])).ShouldBeGreaterThan(100, "the signs tell this language");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_of_any_other_language_would_be_found(string language)
    {
        foreach (var other in Catalogue.All.Languages.Where(other => other != language))
            Catalogue.Keys.Count(key => Wording.ForeignTo(language, Catalogue.All[other][key]).Count > 0).ShouldBeGreaterThan(Catalogue.Keys.Count / 4, other);
    }

    [Fact]
    public void Nothing_was_left_untranslated() =>
        (from first in Catalogue.All.Languages
         from second in Catalogue.All.Languages
         where string.CompareOrdinal(first, second) < 0
         from key in Catalogue.Keys
         let text = Catalogue.All[first][key]
         where text == Catalogue.All[second][key] && !Alike.Contains(text) && (first == "en" || second == "en" || Wording.Words(text).Count() > 2)
         select $"{first} and {second}, {key}: {text}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_asks_for_the_same_values(string language) =>
        Catalogue.Keys.Where(key => !Wording.Placeholders(Catalogue.All[language][key]).SequenceEqual(Wording.Placeholders(Catalogue.All["en"][key]))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_text_is_neither_empty_nor_ragged(string language) =>
        Catalogue.Keys.Where(key => Catalogue.All[language][key] is var text && (text.Length == 0 || text != text.Trim() || text.Contains("  ", StringComparison.Ordinal)
            || Wording.Placeholders(text).Any(name => !name[1..^1].All(char.IsAsciiLetter)))).ShouldBeEmpty();
}
