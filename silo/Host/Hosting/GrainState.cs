using Darkroom.Security;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// What grains persist through Orleans: their state (encrypted) and reminders, in the database of this process; and what they throw when that
/// does not answer.
/// </summary>
internal static class GrainState
{
    public static ISiloBuilder AddGrainState(this ISiloBuilder silo, string invariant, string database) => silo
        .AddAdoNetGrainStorage("darkroom", options => options.Configure<PersonalDataSerializer>((ado, serializer) =>
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
