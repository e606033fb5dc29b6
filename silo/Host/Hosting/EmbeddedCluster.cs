using Orleans.Hosting;

namespace Darkroom.Silo.Hosting;

/// <summary>One silo in this process: grain state and reminders in SQLite.</summary>
internal static class EmbeddedCluster
{
    public static void AddEmbeddedCluster(this WebApplicationBuilder builder, HostOptions options)
    {
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddMemoryGrainStorage("darkroom")
            .UseInMemoryReminderService());
    }
}
