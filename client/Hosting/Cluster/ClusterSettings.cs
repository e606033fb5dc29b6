using Darkroom.Hosting.Settings;
using Npgsql;

namespace Darkroom.Hosting.Cluster;

/// <summary>What every process of a cluster is told about it.</summary>
/// <param name="Id"><c>DARKROOM_CLUSTER</c>: processes with the same id and database are one cluster. Default <c>darkroom</c>.</param>
/// <param name="Database"><c>DARKROOM_DATABASE</c> (or <c>_FILE</c>): where silos are listed; Npgsql's connection string.</param>
/// <param name="Peers">Mutual TLS, or null for plain connections.</param>
/// <param name="IsTlsRequired"><c>DARKROOM_TLS=required</c>: no connection of this process may be in the clear.</param>
public sealed record ClusterSettings(string Id, string Database, PeerFiles? Peers, bool IsTlsRequired)
{
    /// <summary>
    /// The name of the service under which Orleans keeps grain state and reminders: never another, since they would not be found again. (A
    /// second <see cref="Id"/> over the same database is another cluster of the same service, as for a switch from one to the other.)
    /// </summary>
    public const string Service = "darkroom";

    /// <summary>Reads the settings.</summary>
    public static ClusterSettings Read(SettingsReader settings)
    {
        if (!Engine.IsOrleans)
            settings.Refuse("This program was built on the stand-in of Orleans, which runs in one process: a cluster needs a build with ORLEANS=real.");
        var id = settings.Text("CLUSTER") ?? "darkroom";
        if (id.Length > 100 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            settings.Unusable("CLUSTER", id, "up to 100 letters, digits, '-', '_' and '.'");
        var isRequired = ReadTlsRequired(settings);
        var peers = PeerFiles.Read(settings);
        if (isRequired && peers is null)
            settings.Refuse("TLS_CERTIFICATE", "is not set, and DARKROOM_TLS=required wants it, with DARKROOM_TLS_KEY and DARKROOM_TLS_AUTHORITY: PEM files for mutual TLS between silos and gateways.");
        return new ClusterSettings(id, ReadDatabase(settings, "DATABASE", isRequired) ?? "", peers, isRequired);
    }

    /// <summary>Reads <c>DARKROOM_TLS</c>: <c>optional</c> (default) or <c>required</c>.</summary>
    public static bool ReadTlsRequired(SettingsReader settings) => settings.Choice("TLS", "optional", "required") == "required";

    /// <summary>Reads and checks a connection string; null when it is of no use, which is noted.</summary>
    /// <param name="settings">Where from.</param>
    /// <param name="name">The variable.</param>
    /// <param name="isTlsRequired">Whether the server has to prove who it is.</param>
    public static string? ReadDatabase(SettingsReader settings, string name, bool isTlsRequired)
    {
        if (settings.Secret(name) is not { } text)
        {
            settings.Refuse(name, $"is not set; a cluster needs it (or DARKROOM_{name}_FILE): 'Host=db.example.org;Database=darkroom;Username=darkroom;Password=…'.");
            return null;
        }

        // The value may hold a password and is never shown.
        NpgsqlConnectionStringBuilder parsed;
        try
        {
            parsed = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            settings.Refuse(name, "is not a connection string such as 'Host=db.example.org;Database=darkroom;Username=darkroom;Password=…'.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(parsed.Host) || string.IsNullOrWhiteSpace(parsed.Database))
            settings.Refuse(name, "names no host, or no database ('Host=…;Database=…').");
        if (isTlsRequired && parsed.SslMode != SslMode.VerifyFull)
            settings.Refuse(name, "does not say 'SSL Mode=VerifyFull', which DARKROOM_TLS=required wants ('Root Certificate=…' names the authority's file).");
        return text;
    }
}
