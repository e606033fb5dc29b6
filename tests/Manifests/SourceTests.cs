using System.Text.RegularExpressions;
using Darkroom.Drivers;

namespace Darkroom.Manifests;

/// <summary>What holds for the files themselves, rendered or not.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void No_secret_is_in_the_repository() => Files()
        .SelectMany(file => Secrets().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")).ShouldBeEmpty();

    [Theory]
    [InlineData("kind: Secret\n")]
    [InlineData("secretGenerator:")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----")]
    [InlineData("stringData: { key: x }")]
    [InlineData("Host=db;Password=x")]
    public void A_secret_would_be_found(string text) => Secrets().IsMatch(text).ShouldBeTrue();

    [Fact]
    public void Every_file_is_part_of_something()
    {
        var named = Files().Where(file => Path.GetFileName(file) == "kustomization.yaml").Select(File.ReadAllText).Aggregate((one, other) => one + other);
        Files().Select(file => Path.GetFileName(file)).Where(file => file != "kustomization.yaml" && !named.Contains(file, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string[] Files() => Directory.GetFiles(Path.Combine(Repository.Root, "k8s"), "*", SearchOption.AllDirectories);

    [GeneratedRegex(@"kind:\s*Secret\b(?!Class)|secretGenerator|BEGIN [A-Z ]*PRIVATE KEY|stringData|password\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();
}
