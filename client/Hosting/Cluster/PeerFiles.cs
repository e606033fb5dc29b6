using Darkroom.Hosting.Settings;

namespace Darkroom.Hosting.Cluster;

/// <summary>The files of mutual TLS between silos and gateways, in PEM.</summary>
/// <param name="Certificate"><c>DARKROOM_TLS_CERTIFICATE</c>: what this process shows, for connections in both directions.</param>
/// <param name="Key"><c>DARKROOM_TLS_KEY</c>: the key that belongs to it.</param>
/// <param name="Authority">
/// <c>DARKROOM_TLS_AUTHORITY</c>: who must have signed the certificates of the others. Whoever holds one of its certificates is a full member of
/// the cluster, so it is an authority of this cluster alone. Several certificates may stand in the file, as while one follows another.
/// </param>
public sealed record PeerFiles(string Certificate, string Key, string Authority)
{
    /// <summary>Reads the settings; null when none of the three is set, or they are of no use, which is noted.</summary>
    public static PeerFiles? Read(SettingsReader settings)
    {
        string[] names = ["TLS_CERTIFICATE", "TLS_KEY", "TLS_AUTHORITY"];
        var paths = names.Select(settings.Text).ToArray();
        if (paths.All(path => path is null))
            return null;
        foreach (var (name, path) in names.Zip(paths))
        {
            if (path is null)
                settings.Refuse(name, "is not set; DARKROOM_TLS_CERTIFICATE, DARKROOM_TLS_KEY and DARKROOM_TLS_AUTHORITY go together.");
            else if (!File.Exists(path))
                settings.Unusable(name, path, "a PEM file that exists");
        }

        if (paths is not [{ } certificate, { } key, { } authority] || paths.Any(path => !File.Exists(path)))
            return null;
        var files = new PeerFiles(certificate, key, authority);
        try
        {
            _ = PeerCertificates.Load(files);
            return files;
        }
        catch (PeerCertificateException failure)
        {
            settings.Refuse(failure.Variable, failure.Message);
            return null;
        }
    }
}
