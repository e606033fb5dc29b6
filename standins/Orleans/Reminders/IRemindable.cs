using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>A registered reminder.</summary>
    public interface IGrainReminder
    {
        string ReminderName { get; }
    }

    /// <summary>What a tick is about. Times are UTC.</summary>
    [GenerateSerializer, Immutable]
    public readonly struct TickStatus
    {
        [Id(0)]
        private readonly DateTime _firstTickTime;

        [Id(1)]
        private readonly TimeSpan _period;

        [Id(2)]
        private readonly DateTime _currentTickTime;

        public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
        {
            _firstTickTime = firstTickTime;
            _period = period;
            _currentTickTime = timeStamp;
        }

        public DateTime FirstTickTime => _firstTickTime;

        public TimeSpan Period => _period;

        public DateTime CurrentTickTime => _currentTickTime;

        public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
    }
}

namespace Orleans
{
    /// <summary>A grain that reminders tick. A tick activates it when it is not active.</summary>
    public interface IRemindable : IGrain
    {
        Task ReceiveReminder(string reminderName, TickStatus status);
    }

    /// <summary>Reminders of a grain, from its own turns. They survive restarts.</summary>
    public static class GrainReminderExtensions
    {
        /// <exception cref="ArgumentException">The period is shorter than the configured minimum, or the grain is not remindable.</exception>
        public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
            InProcess.ReminderService.Of(grain).Register(grain, reminderName, dueTime, period);

        /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)"/>
        public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
            InProcess.ReminderService.Of(grain).Register(grain, reminderName, dueTime, period);

        public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) =>
            InProcess.ReminderService.Of(grain).Unregister(reminder);

        public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
            InProcess.ReminderService.Of(grain).Unregister(reminder);

        /// <summary>The reminder of that name, or null.</summary>
        public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) =>
            InProcess.ReminderService.Of(grain).Get(grain, reminderName);

        /// <inheritdoc cref="GetReminder(Grain, string)"/>
        public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
            InProcess.ReminderService.Of(grain).Get(grain, reminderName);

        public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => InProcess.ReminderService.Of(grain).GetAll(grain);

        public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => InProcess.ReminderService.Of(grain).GetAll(grain);
    }
}
