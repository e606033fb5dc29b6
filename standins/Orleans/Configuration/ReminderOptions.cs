using System.Data.Common;

namespace Orleans.Hosting
{
    /// <summary>Limits of reminders.</summary>
    public sealed class ReminderOptions
    {
        /// <summary>Reminders with a shorter period are refused. Default: a minute.</summary>
        public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

        /// <summary>How often the table is read again. Default: 5 minutes.</summary>
        public TimeSpan RefreshReminderListPeriod { get; set; } = TimeSpan.FromMinutes(5);

        /// <summary>How long the first reading of the table may take. Default: 5 minutes.</summary>
        public TimeSpan InitializationTimeout { get; set; } = TimeSpan.FromMinutes(5);
    }
}

namespace Orleans.Configuration
{
    /// <summary>Reminders in a relational database, whose SQL stands in its OrleansQuery table.</summary>
    public class AdoNetReminderTableOptions
    {
        /// <inheritdoc cref="AdoNetGrainStorageOptions.Invariant"/>
        public string? Invariant { get; set; }

        public string? ConnectionString { get; set; }

        /// <summary>Instead of a connection string: where connections come from.</summary>
        public DbDataSource? DataSource { get; set; }
    }
}
