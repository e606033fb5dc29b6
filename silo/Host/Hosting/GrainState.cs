using Darkroom.Security;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// What grains persist through Orleans: their state (encrypted) and reminders, in the database of this process; and what they throw when that
/// does not answer.
/// </summary>
internal static class GrainState
{
    /// <summary>The name by which grains ask for it.</summary>
    private const string Name = "darkroom";
    private const string AdoNet = "darkroom-ado-net";

    public static ISiloBuilder AddGrainState(this ISiloBuilder silo, string invariant, string database) => silo
        .ConfigureServices(services => services.AddKeyedSingleton<IGrainStorage>(Name, (provider, _) => new PortableGrainStorage(
            provider.GetRequiredKeyedService<IGrainStorage>(AdoNet), provider.GetRequiredService<ILogger<PortableGrainStorage>>())))
        .AddAdoNetGrainStorage(AdoNet, options => options.Configure<PersonalDataSerializer>((ado, serializer) =>
        {
            ado.Invariant = invariant;
            ado.ConnectionString = database;
            ado.DeleteStateOnClear = true;
            ado.GrainStorageSerializer = serializer;
        }))
        .UseAdoNetReminderService(reminders =>
        {
            reminders.Invariant = invariant;
            reminders.ConnectionString = database;
        })
        .AddIncomingGrainCallFilter<PortableFaults>();
}
