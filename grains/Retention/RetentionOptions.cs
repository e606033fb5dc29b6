namespace Darkroom.Retention;

/// <summary>How sweeping goes. The defaults fit; tests and simulations choose others.</summary>
/// <param name="Batch">Rows in one step of a sweep: they share a commit.</param>
/// <param name="Concurrency">Pictures forgotten at the same time within a step.</param>
/// <param name="Turn">How long a sweep keeps the grain's turn before it asks itself to go on: well below Orleans' response timeout of 30 s.</param>
/// <param name="OrphanPeriod">How often stores are searched for objects and keys that no row names.</param>
/// <param name="OrphanGrace">How old an orphan must be: no upload takes longer from its key to its last byte.</param>
/// <param name="TombstoneStay">How long the key store remembers what was destroyed, against writers who come late.</param>
public sealed record RetentionOptions(
    int Batch, int Concurrency, TimeSpan Turn, TimeSpan OrphanPeriod, TimeSpan OrphanGrace, TimeSpan TombstoneStay)
{
    /// <summary>The defaults.</summary>
    public static RetentionOptions Default { get; } = new(
        Batch: 256, Concurrency: 32, Turn: TimeSpan.FromSeconds(15),
        OrphanPeriod: TimeSpan.FromHours(1), OrphanGrace: TimeSpan.FromHours(1), TombstoneStay: TimeSpan.FromDays(7));

    /// <summary>The shortest period that Orleans allows a reminder.</summary>
    public static TimeSpan ReminderPeriod { get; } = TimeSpan.FromMinutes(1);
}
