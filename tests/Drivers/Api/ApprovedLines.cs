namespace Darkroom.Drivers.Api;

/// <summary>
/// A text file of the repository that somebody has looked at, and that a test holds something to. With APPROVE=yes in the environment
/// (<c>make approve</c>) the test writes the file anew instead, and the change is seen in the diff.
/// </summary>
public sealed class ApprovedLines(params string[] path)
{
    private readonly string file = Path.Combine([Repository.Root, .. path]);

    /// <summary>Whether files are written anew in this run.</summary>
    public static bool IsApproving => Environment.GetEnvironmentVariable("APPROVE") == "yes";

    /// <summary>The part of the API of a package that stands in <c>standins/(name)/api.txt</c>.</summary>
    public static ApprovedLines Api(string standin) => new("standins", standin, "api.txt");

    /// <summary>The lines that are approved; none when there is no such file yet.</summary>
    public string[] Read() => File.Exists(file) ? File.ReadAllLines(file) : [];

    /// <summary>What differs, each line with a plus (not approved) or a minus (approved, and not there). Empty after approving.</summary>
    public string[] Compare(IEnumerable<string> lines)
    {
        var now = lines.ToArray();
        if (IsApproving)
        {
            File.WriteAllLines(file, now);
            return [];
        }

        var approved = Read();
        return [.. approved.Except(now).Select(line => $"- {line}"), .. now.Except(approved).Select(line => $"+ {line}")];
    }
}
