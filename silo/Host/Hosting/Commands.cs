using Darkroom.Hosting;

namespace Darkroom.Silo.Hosting;

/// <summary>The commands of this program.</summary>
internal static class Commands
{
    private const int UsageError = 2;

    private const string Usage = """
        Usage: dotnet Darkroom.Silo.dll [command] [--NAME value]…

        Commands
          embedded   silo, worker and gateway in one process, over SQLite and the local disk (the default)
          silo       a silo of a cluster with image workers, over PostgreSQL and S3; gateways are another program (Darkroom.GatewayHost.dll)
          migrate    brings the cluster's databases to the schema of this program

        Settings are environment variables such as DARKROOM_URLS; --URLS sets the same for one run. README.md lists them.
        Example: dotnet Darkroom.Silo.dll embedded --URLS http://127.0.0.1:9000
        """;

    /// <summary>Runs what the command line asks for.</summary>
    /// <returns>0 after an orderly end, 1 when the start failed for a reason that can be mended, 2 when there is no such command.</returns>
    public static async Task<int> Run(string[] args)
    {
        var (command, settings) = args is [var first, ..] && !first.StartsWith('-') ? (first, args[1..]) : ("embedded", args);
        if (args is ["--help" or "-h" or "help", ..] || settings is ["--help" or "-h", ..])
        {
            await Console.Out.WriteLineAsync(Usage);
            return 0;
        }

        switch (command)
        {
            case "embedded":
                return await ProcessHosting.Run(() => EmbeddedHost.Build(settings));
            case "silo":
                return await ProcessHosting.Run(() => SiloHost.Build(settings));
            case "migrate":
                return await MigrateCommand.Run(settings);
            default:
                await Console.Error.WriteLineAsync($"There is no command '{command}'.\n\n{Usage}");
                return UsageError;
        }
    }
}
