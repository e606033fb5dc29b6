namespace Darkroom.Retention;

/// <summary>
/// Forgets what is due in one shard; its reminder brings it back after every crash and on whatever silo is left. Every method may be repeated.
/// Key: <see cref="RetentionShard.Key"/>.
/// </summary>
[Alias("darkroom.retention")]
public interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that the reminder exists.</summary>
    [Alias("schedule")]
    Task Schedule();

    /// <summary>Forgets what is due, for about <see cref="RetentionOptions.Turn"/> at the longest.</summary>
    [Alias("sweep")]
    Task<SweepResult> Sweep();

    /// <summary>The same as the reminder's tick: sweeps until nothing is due, a turn at a time, and looks after orphans and expired records in their time.</summary>
    [Alias("tick"), OneWay]
    Task Tick();
}
