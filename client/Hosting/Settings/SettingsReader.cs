using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Darkroom.Hosting.Settings;

/// <summary>
/// Reads settings from environment variables with the prefix <c>DARKROOM_</c>, and from <c>--NAME value</c> over them. What cannot be
/// used is collected, so that an operator learns of everything at once (<see cref="ThrowIfUnusable"/>); until then such a setting reads as its
/// default. Variables of other prefixes are never looked at. For one thread.
/// </summary>
public sealed class SettingsReader
{
    /// <summary>The prefix of every variable.</summary>
    public const string Prefix = "DARKROOM_";

    private const int LongestFile = 64 * 1024;

    private readonly List<string> problems = [];
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the environment and the command line.</summary>
    public SettingsReader(string[] args)
        : this(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).AddCommandLine(args).Build())
    {
    }

    internal SettingsReader(IConfiguration configuration) => Configuration = configuration;

    /// <summary>What was set, by names without the prefix.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The names that were asked for; anything else with the prefix may be a misspelling.</summary>
    public IReadOnlySet<string> Known => known;

    /// <summary>What cannot be used, so far.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>A text, or null when it is unset or blank.</summary>
    public string? Text(string name)
    {
        known.Add(name);
        return Configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    /// <summary>A secret: the variable itself, or the text in the file that <c>NAME_FILE</c> names. Null when neither is set.</summary>
    public string? Secret(string name)
    {
        var (text, file) = (Text(name), Text(name + "_FILE"));
        if (file is null)
            return text;
        if (text is not null)
            Refuse(name, $"and {Prefix}{name}_FILE are both set; keep one of them.");
        return ReadFile(name + "_FILE", file)?.Trim();
    }

    /// <summary>A whole number.</summary>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Unusable(name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        return otherwise;
    }

    /// <summary>A span of time in whole seconds.</summary>
    public TimeSpan Seconds(string name, int otherwise, int most) => TimeSpan.FromSeconds(Number(name, otherwise, 0, most));

    /// <summary>One of a few words; the first is the default.</summary>
    public string Choice(string name, params string[] words)
    {
        if (Text(name) is not { } text)
            return words[0];
        if (words.Contains(text, StringComparer.OrdinalIgnoreCase))
            return text.ToLowerInvariant();
        Unusable(name, text, string.Join(" or ", words));
        return words[0];
    }

    /// <summary>A folder that has to be there.</summary>
    public string Folder(string name, string otherwise)
    {
        var folder = Path.GetFullPath(Text(name) ?? otherwise);
        if (!Directory.Exists(folder))
            Unusable(name, folder, "a folder that exists");
        return folder;
    }

    /// <summary>Says that a value is of no use and what would be. The value is shown: not for secrets.</summary>
    public void Unusable(string name, string value, string wanted) =>
        problems.Add($"{Prefix}{name} is '{(value.Length > 100 ? value[..100] + "…" : value)}'; it must be {wanted}.");

    /// <summary>Says what is wrong with a setting, without its value; <paramref name="what"/> goes on after the name.</summary>
    public void Refuse(string name, string what) => problems.Add($"{Prefix}{name} {what}");

    /// <summary>Notes a whole sentence about a setting, which begins with its variable.</summary>
    public void Refuse(string sentence) => problems.Add(sentence);

    /// <summary>Ends the reading.</summary>
    /// <exception cref="SettingsException">Something cannot be used; every such setting is named.</exception>
    public void ThrowIfUnusable()
    {
        if (problems.Count > 0)
            throw new SettingsException(problems);
    }

    private string? ReadFile(string name, string path)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile)
            {
                Refuse(name, $"names {path}, which is far too large for a secret.");
                return null;
            }

            if (File.ReadAllText(path) is { } text && !string.IsNullOrWhiteSpace(text))
                return text;
            Refuse(name, $"names {path}, which is empty.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Refuse(name, $"names {path}, which cannot be read: {failure.Message}");
        }

        return null;
    }
}
