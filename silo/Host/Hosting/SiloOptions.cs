using System.Globalization;
using Darkroom.Hosting.Settings;
using Darkroom.Mail;

namespace Darkroom.Silo.Hosting;

/// <summary>What a process with a silo in it is told, whatever it keeps its data in.</summary>
/// <param name="Data"><c>DARKROOM_DATA</c>: the folder of what is kept on the local disk. Default <c>./.darkroom</c>.</param>
/// <param name="Models"><c>DARKROOM_MODELS</c>: the folder of model files. Default <c>./models/store</c>.</param>
/// <param name="Smtp">
/// <c>DARKROOM_SMTP</c> (<c>host</c> or <c>host:port</c>), <c>DARKROOM_SMTP_USER</c>, <c>DARKROOM_SMTP_PASSWORD</c>, and
/// <c>DARKROOM_SMTP_TLS=no</c> for a server on this machine. Null when unset: then mails are files.
/// </param>
internal sealed record SiloOptions(string Data, string Models, SmtpSettings? Smtp)
{
    public static SiloOptions Read(SettingsReader settings) => new(
        Path.GetFullPath(settings.Text("DATA") ?? "./.darkroom"),
        Path.GetFullPath(settings.Text("MODELS") ?? "./models/store"),
        ReadSmtp(settings));

    /// <summary>Makes the data folder before anything else does: what is in there is nobody else's business.</summary>
    public void MakeDataFolder()
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static SmtpSettings? ReadSmtp(SettingsReader settings)
    {
        var (user, password, tls) = (settings.Text("SMTP_USER"), settings.Secret("SMTP_PASSWORD"), settings.Choice("SMTP_TLS", "yes", "no"));
        if (settings.Text("SMTP") is not { } server)
            return null;
        var colon = server.LastIndexOf(':');
        var port = 587;
        if (colon >= 0 && (!int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            settings.Unusable("SMTP", server, "a host, or host:port such as mail.example.org:587");
            return null;
        }

        return new SmtpSettings(colon < 0 ? server : server[..colon], port, tls == "yes", user, password);
    }
}
