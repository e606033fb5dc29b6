using Darkroom.GatewayHost;
using Darkroom.Hosting;

// One thing and no commands: everything that may be said is a setting.
if (args is ["--help" or "-h", ..] || (args is [var first, ..] && !first.StartsWith('-')))
{
    const string usage = """
        Usage: dotnet Darkroom.GatewayHost.dll [--NAME value]…

        The HTTP side of a cluster, as a client of its silos (dotnet Darkroom.Silo.dll silo).
        Settings are environment variables such as DARKROOM_DATABASE; README.md lists them.
        """;
    var asked = args[0].StartsWith('-');
    await (asked ? Console.Out : Console.Error).WriteLineAsync(usage);
    return asked ? 0 : 2;
}

return await ProcessHosting.Run(() => ClusterGateway.Build(args));
