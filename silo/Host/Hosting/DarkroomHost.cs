namespace Darkroom.Silo.Hosting;

/// <summary>The process in its default shape, for whoever runs it inside another program.</summary>
public static class DarkroomHost
{
    /// <summary>Builds silo, worker and gateway in one, without starting it.</summary>
    /// <param name="args">The command line: <c>--URLS http://…</c> and so on, over the environment.</param>
    /// <param name="configure">For tests: replaces services before the container is built.</param>
    /// <exception cref="StartException">A setting is unusable; the text names it.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null) => EmbeddedHost.Build(args, configure).App;
}
