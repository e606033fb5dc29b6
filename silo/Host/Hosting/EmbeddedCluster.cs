using Darkroom.Security;
using Darkroom.Storage;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Silo.Hosting;

/// <summary>One silo in this process: grain state (encrypted) and reminders in SQLite.</summary>
internal static class EmbeddedCluster
{
    public static void AddEmbeddedCluster(this WebApplicationBuilder builder, HostOptions options)
    {
        var database = new StorageOptions { DataFolder = options.Data }.OrleansConnectionString;
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddAdoNetGrainStorage("darkroom", storage => storage.Configure<PersonalDataSerializer>((ado, serializer) =>
            {
                ado.Invariant = StorageServices.OrleansInvariant;
                ado.ConnectionString = database;
                ado.DeleteStateOnClear = true;
                ado.GrainStorageSerializer = serializer;
            }))
            .UseAdoNetReminderService(reminders =>
            {
                reminders.Invariant = StorageServices.OrleansInvariant;
                reminders.ConnectionString = database;
            }));
    }
}
