namespace Darkroom.Hosting.Settings;

/// <summary>What every process is told, whatever it does.</summary>
/// <param name="Urls"><c>DARKROOM_URLS</c>: addresses to listen on, separated by semicolons. Default <c>http://127.0.0.1:8080</c>.</param>
/// <param name="LogFormat"><c>DARKROOM_LOG</c>: <c>text</c> (default) or <c>json</c>.</param>
/// <param name="Brands"><c>DARKROOM_BRANDS</c>: the folder of brand files. Default: the one that came with the build.</param>
/// <param name="Drain"><c>DARKROOM_DRAIN</c>: seconds that running work and open requests may take once the process stops. Default 25.</param>
/// <param name="Linger">
/// <c>DARKROOM_LINGER</c>: seconds between the signal to stop and the stop: the process says that it is not ready any more and goes on
/// answering, so that whoever sends it requests has time to notice. Default: 0 embedded, 5 in a cluster.
/// </param>
public sealed record ProcessOptions(string Urls, string LogFormat, string Brands, TimeSpan Drain, TimeSpan Linger)
{
    /// <summary>Reads the settings.</summary>
    /// <param name="settings">Where from; what cannot be used is noted there.</param>
    /// <param name="linger">The default of <see cref="Linger"/> in seconds.</param>
    public static ProcessOptions Read(SettingsReader settings, int linger) => new(
        ReadUrls(settings), settings.Choice("LOG", "text", "json"),
        settings.Folder("BRANDS", Path.Combine(AppContext.BaseDirectory, "brands")),
        settings.Seconds("DRAIN", 25, 3600), settings.Seconds("LINGER", linger, 300));

    private static string ReadUrls(SettingsReader settings)
    {
        var urls = settings.Text("URLS") ?? "http://127.0.0.1:8080";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // '*' and '+' stand for any address and are no part of a URL.
            var plain = url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
                settings.Unusable("URLS", url, "an address such as http://127.0.0.1:8080");
        }

        return urls;
    }
}
