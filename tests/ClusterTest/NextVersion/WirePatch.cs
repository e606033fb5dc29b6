using System.Globalization;
using System.Text.RegularExpressions;

namespace Darkroom.ClusterTest.NextVersion;

/// <summary>
/// Makes a copy of the grains speak a higher wire version: every grain interface has its version raised, and messages of every
/// capability carry one more member, filled in, that the present release has never heard of.
/// </summary>
internal static partial class WirePatch
{
    /// <summary>Messages that cross between processes with nearly every request.</summary>
    public static IReadOnlyList<string> Messages { get; } = ["JobView", "JobLease", "OpenJob", "SubmitJob", "ReceivedInput", "JobOutput", "WalletView", "CreditGrant"];

    private const string Member = """
        /// <summary>Of the next wire version.</summary>
            [Id(100)] public string AddedLater { get; init; } = "added later";
        """;

    /// <summary>Changes the sources.</summary>
    /// <returns>What was changed, in words.</returns>
    /// <exception cref="InvalidOperationException">The sources are not what this expects.</exception>
    public static string Apply(string grains)
    {
        var interfaces = 0;
        var extended = new List<string>();
        foreach (var file in Directory.EnumerateFiles(grains, "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            var changed = GrainInterface().Replace(text, match =>
            {
                interfaces++;
                var others = match.Groups["open"].Value == ", " ? "]\n" : "";
                return $"{others}[Orleans.CodeGeneration.Version({NextOf(match.Groups["version"].Value)})]\n{match.Groups["interface"].Value}";
            });
            foreach (var message in Messages)
            {
                if (Extend(changed, message) is { } longer)
                {
                    changed = longer;
                    extended.Add(message);
                }
            }

            if (changed != text)
            {
                File.WriteAllText(file, changed);
            }
        }

        if (interfaces == 0 || extended.Count != Messages.Count)
        {
            throw new InvalidOperationException(
                $"{interfaces} grain interfaces and the messages {string.Join(", ", extended)} were found; expected were some, and {string.Join(", ", Messages)}.");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{interfaces} grain interfaces one version higher, {extended.Count} messages with one more member");
    }

    private static int NextOf(string version) => version.Length == 0 ? 1 : int.Parse(version, CultureInfo.InvariantCulture) + 1;

    /// <summary>The text with the record's new member; null where the record is not in it.</summary>
    private static string? Extend(string text, string record)
    {
        var start = text.IndexOf($"public sealed record {record}(", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = text.IndexOf('(', start);
        for (var depth = 0; ; end++)
        {
            depth += text[end] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                break;
            }
        }

        var rest = text[(end + 1)..];
        var body = rest.StartsWith(';') ? $"\n{{\n    {Member}\n}}{rest[1..]}" : $"\n{{\n    {Member}\n{rest[(rest.IndexOf('{', StringComparison.Ordinal) + 1)..]}";
        return text[..(end + 1)] + body;
    }

    // The version stands in brackets of its own or after other attributes.
    [GeneratedRegex(@"((?<open>\[|, )(Orleans\.CodeGeneration\.)?Version\((?<version>\d+)\)\]\n)?(?<interface>public interface I\w+ : IGrainWith)")]
    private static partial Regex GrainInterface();
}
