namespace Darkroom.Silo.Hosting;

/// <summary>
/// What an operator sets, each by an environment variable with the prefix <c>DARKROOM_</c> or as <c>--Name value</c>.
/// Read once at start; a value that makes no sense stops the start with the variable's name.
/// </summary>
/// <param name="Urls"><c>DARKROOM_URLS</c>: addresses to listen on, separated by semicolons. Default <c>http://127.0.0.1:8080</c>.</param>
/// <param name="Data"><c>DARKROOM_DATA</c>: the folder of databases, keys, pictures and mail. Default <c>./.darkroom</c>.</param>
/// <param name="LogFormat"><c>DARKROOM_LOG</c>: <c>text</c> (default) or <c>json</c>.</param>
/// <param name="Brands"><c>DARKROOM_BRANDS</c>: the folder of brand files. Default: the one that came with the build.</param>
/// <param name="Models"><c>DARKROOM_MODELS</c>: the folder of model files. Default <c>./models/store</c>.</param>
/// <param name="Drain"><c>DARKROOM_DRAIN</c>: seconds that running work may take after a signal to stop. Default 25.</param>
public sealed record HostOptions(string Urls, string Data, string LogFormat, string Brands, string Models, TimeSpan Drain)
{
    /// <summary>Reads and checks the configuration.</summary>
    /// <exception cref="InvalidOperationException">A variable holds something unusable; the text names it and what would do.</exception>
    public static HostOptions Read(IConfiguration configuration)
    {
        var urls = configuration["URLS"] ?? "http://127.0.0.1:8080";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), UriKind.Absolute, out var parsed)
                || parsed.Scheme is not ("http" or "https"))
            {
                throw Unusable("URLS", url, "an address such as http://127.0.0.1:8080");
            }
        }

        var format = configuration["LOG"] ?? "text";
        if (format is not ("text" or "json"))
        {
            throw Unusable("LOG", format, "text or json");
        }

        var drain = configuration["DRAIN"] ?? "25";
        if (!int.TryParse(drain, out var seconds) || seconds is < 0 or > 3600)
        {
            throw Unusable("DRAIN", drain, "a number of seconds from 0 to 3600");
        }

        return new HostOptions(
            urls,
            Path.GetFullPath(configuration["DATA"] ?? "./.darkroom"),
            format,
            Folder(configuration, "BRANDS", Path.Combine(AppContext.BaseDirectory, "brands")),
            Path.GetFullPath(configuration["MODELS"] ?? "./models/store"),
            TimeSpan.FromSeconds(seconds));
    }

    private static string Folder(IConfiguration configuration, string name, string otherwise)
    {
        var folder = Path.GetFullPath(configuration[name] ?? otherwise);
        return Directory.Exists(folder) ? folder : throw Unusable(name, folder, "a folder that exists");
    }

    private static InvalidOperationException Unusable(string variable, string value, string wanted) =>
        new($"DARKROOM_{variable} is '{value}'; it must be {wanted}.");
}
