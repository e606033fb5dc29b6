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

    /// <summary>Settings of one process or another. One set of them often goes to all: what another process reads is no mistake of this one's.</summary>
    private static readonly HashSet<string> OfAnyProcess = new(
        [
            "URLS", "LOG", "BRANDS", "DRAIN", "LINGER", "DATA", "MODELS", "SMTP", "SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS", "MASTER_KEY", "LANES", "CLUSTER",
            "SILO_ADDRESS", "SILO_PORT", "GATEWAY_PORT", "DATABASE", "DATABASE_CONNECTIONS", "KEYS_DATABASE", "TLS", "TLS_CERTIFICATE", "TLS_KEY",
            "TLS_AUTHORITY", "OPERATOR_KEY", "S3", "S3_BUCKET", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_PATH_STYLE",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Secrets = new(
        ["SMTP_PASSWORD", "MASTER_KEY", "OPERATOR_KEY", "DATABASE", "KEYS_DATABASE", "S3_ACCESS_KEY", "S3_SECRET_KEY"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Variables of the environment with our prefix that are neither among the names that were read nor in a section.</summary>
    public static IReadOnlyList<string> Find(SettingsReader settings) =>
        Find(settings.Known, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key));

    internal static IReadOnlyList<string> Find(IReadOnlySet<string> known, IEnumerable<string> variables) =>
    [
        .. variables.Where(name => name.StartsWith(SettingsReader.Prefix, StringComparison.OrdinalIgnoreCase))
            .Where(name => !IsKnown(known, name[SettingsReader.Prefix.Length..])).Order(StringComparer.Ordinal),
    ];

    private static bool IsSecretFile(string name) =>
        name.EndsWith("_FILE", StringComparison.OrdinalIgnoreCase) && Secrets.Contains(name[..^"_FILE".Length]);

    private static bool IsKnown(IReadOnlySet<string> known, string name)
    {
        // Contacts of brands that this process does not serve are no mistake: one set of settings goes to all processes.
        if (known.Contains(name) || OfAnyProcess.Contains(name) || IsSecretFile(name) || name.StartsWith("CONTACT_", StringComparison.OrdinalIgnoreCase))
            return true;
        var parts = name.Split("__");
        return parts.Length > 1 && Sections.TryGetValue(parts[0], out var options)
            && (options is null || options.GetProperties().Any(property => property.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase)));
    }
}
