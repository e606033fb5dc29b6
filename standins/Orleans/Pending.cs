using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
namespace Orleans.InProcess;
internal static class RuntimeContext { public static Activation? Current => null; }
internal abstract class Activation : IGrainContext
{
    public abstract GrainReference GrainReference { get; }
    public abstract GrainId GrainId { get; }
    public abstract object? GrainInstance { get; }
    public abstract IServiceProvider ActivationServices { get; }
    public abstract Task Deactivated { get; }
    public abstract void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    public abstract bool Equals(IGrainContext? other);
    public abstract void DelayDeactivation(TimeSpan t);
    public abstract IGrainTimer RegisterTimer(Func<CancellationToken, Task> tick, GrainTimerCreationOptions options);
    public abstract void EnterReentrantSection(Guid id);
    public abstract void ExitReentrantSection(Guid id);
}
internal abstract class GrainProxy(GrainId id) : GrainReference(id) { public static object Cast(GrainReference r, Type t) => throw new NotImplementedException(); }
internal abstract class ReminderService
{
    public static ReminderService Of(IGrainBase g) => throw new NotImplementedException();
    public abstract Task<IGrainReminder> Register(IGrainBase grain, string name, TimeSpan due, TimeSpan period);
    public abstract Task Unregister(IGrainReminder r);
    public abstract Task<IGrainReminder?> Get(IGrainBase g, string name);
    public abstract Task<List<IGrainReminder>> GetAll(IGrainBase g);
}
internal static class StorageNames { public const string Default = "Default"; }
internal static class SiloServices
{
    public static void Add(IServiceCollection s) { }
    public static void AddStorage(IServiceCollection s, string name, Func<IServiceProvider, string, IGrainStorage> create) { }
    public static void AddReminders(IServiceCollection s) { }
}
internal static class AdoNetGrainStorage { public static IGrainStorage Create(IServiceProvider s, string name) => throw new NotImplementedException(); }
internal static class MemoryGrainStorage { public static IGrainStorage Create(IServiceProvider s, string name) => throw new NotImplementedException(); }
internal abstract class AdoNetReminderTable : IReminderTable { public abstract Task<ReminderTableData> ReadRows(GrainId grainId); public abstract Task<ReminderTableData> ReadRows(uint begin, uint end); public abstract Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName); public abstract Task<string> UpsertRow(ReminderEntry entry); public abstract Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag); public abstract Task TestOnlyClearTable(); }
internal abstract class InMemoryReminderTable : AdoNetReminderTable;
