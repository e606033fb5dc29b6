using System.Text.RegularExpressions;
using Darkroom.Drivers;
using Darkroom.Gateway.Problems;
using Darkroom.Imaging;
using Darkroom.Jobs;
using Darkroom.Pictures;

namespace Darkroom.Gateway.Tests.Texts;

/// <summary>Code and catalogues name the same texts, and the pages have no words of their own.</summary>
public sealed partial class KeyTests
{
    private static readonly IReadOnlyList<(string Path, string Text)> Sources =
        [.. new[] { "grains", "client", "silo" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor").Select(path => (path, File.ReadAllText(path)))];

    [Fact]
    public void Every_text_is_used()
    {
        // A literal is the key with or without its area, or the key around what is filled in; one that begins with something filled in says nothing.
        var literals = Sources.SelectMany(source => Literal().Matches(source.Text)).Select(match => match.Groups[1].Value).Where(text => text.Length > 0 && text[0] != '{').ToHashSet();
        var patterns = literals.Where(text => text.Contains('{', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal))
            .Select(text => new Regex($"^{string.Join("[^.]+", Hole().Split(text).Select(Regex.Escape))}$")).ToList();
        Catalogue.Keys.Where(key => !Names(key).Any(name => literals.Contains(name) || patterns.Exists(pattern => pattern.IsMatch(name)))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_exists()
    {
        var asked = Sources.SelectMany(source => Asked().Matches(source.Text)).Select(match => "page." + match.Groups[1].Value).Distinct().ToList();
        asked.Count.ShouldBeGreaterThan(100);
        asked.Except(Catalogue.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void Every_way_in_which_a_job_can_fail_has_words()
    {
        var codes = Errors(typeof(JobErrors)).Concat(Errors(typeof(ImagingErrors))).Append(JobErrors.UploadFailed("").Code).Append(ImagingErrors.BadParameters)
            .Concat(typeof(PictureRefusal).GetFields().Select(field => (string)field.GetRawConstantValue()!));
        After("page.failed.").ShouldBe(codes.Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Words_for_a_refusal_belong_to_one_that_there_is() =>
        After("page.refused.").Except(typeof(ProblemKinds).GetFields().Select(field => ((ProblemKind)field.GetValue(null)!).Code)).ShouldBeEmpty();

    [Fact]
    public void Pages_have_no_words_of_their_own() =>
        Sources.Where(source => source.Path.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(source => OwnWords().Matches(Code().Replace(source.Text, "")).Select(match => $"{Path.GetFileName(source.Path)}: {match.Value.Trim()}")).ShouldBeEmpty();

    private static IEnumerable<string> Names(string key) => key.StartsWith("page.", StringComparison.Ordinal) ? [key, key["page.".Length..]] : [key];

    private static IEnumerable<string> After(string prefix) =>
        Catalogue.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]);

    private static IEnumerable<string> Errors(Type type) =>
        type.GetProperties().Select(property => property.GetValue(null)).Concat(type.GetFields().Select(field => field.GetValue(null))).OfType<JobError>().Select(error => error.Code);

    [GeneratedRegex(@"""([A-Za-z](?:\{[^}""]*\}|[^""\s{])*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\bT\(""([^""]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"@code \{.*|@\*.*?\*@|@foreach [^\n]*|@if [^\n]*|var [^\n]*", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!=)>[^<>@{}\n]*\p{L}{2}[^<>@{}\n]*<| (?:alt|title|placeholder|aria-label)=""\p{L}{2}[^""@]*""")]
    private static partial Regex OwnWords();
}
