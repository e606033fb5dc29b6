using System.Collections;
using Darkroom.Gateway;

namespace Darkroom.Hosting.Settings;

/// <summary>Finds variables that nobody reads: most are misspelled, and a misspelled setting is one that silently does not hold.</summary>
public static class UnknownSettings
{
    /// <summary>Sections that are bound as a whole, and what is in them where that is ours to say.</summary>
    private static readonly Dictionary<string, Type?> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        [GatewayOptions.Section] = typeof(GatewayOptions),
        ["Imaging"] = null,
        ["Serilog"] = null,
        ["Kestrel"] = null,
    };

    /// <summary>Variables of the environment with our prefix that are neither among the names that were read nor in a section.</summary>
    public static IReadOnlyList<string> Find(SettingsReader settings) =>
        Find(settings.Known, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key));

    internal static IReadOnlyList<string> Find(IReadOnlySet<string> known, IEnumerable<string> variables) =>
    [
        .. variables.Where(name => name.StartsWith(SettingsReader.Prefix, StringComparison.OrdinalIgnoreCase))
            .Where(name => !IsKnown(known, name[SettingsReader.Prefix.Length..])).Order(StringComparer.Ordinal),
    ];

    private static bool IsKnown(IReadOnlySet<string> known, string name)
    {
        // Contacts of brands that this process does not serve are no mistake: one set of settings goes to all processes.
        if (known.Contains(name) || name.StartsWith("CONTACT_", StringComparison.OrdinalIgnoreCase))
            return true;
        var parts = name.Split("__");
        return parts.Length > 1 && Sections.TryGetValue(parts[0], out var options)
            && (options is null || options.GetProperties().Any(property => property.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase)));
    }
}
