namespace Darkroom.Jobs;

/// <summary>The limits that jobs live under. Defaults suit one machine; every silo of a cluster must have the same.</summary>
public sealed class JobOptions
{
    /// <summary>How many attempts a job gets before a fault on our side ends it.</summary>
    public int MaximumAttempts { get; set; } = 4;

    /// <summary>The wait before the second attempt; each further wait is four times as long.</summary>
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>No wait between two attempts is longer.</summary>
    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a worker owns a job without a sign of life.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An upload that has not become a queued job by then is abandoned.</summary>
    public TimeSpan ReceivingLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A job that has waited this long for a worker expires.</summary>
    public TimeSpan QueueLimit { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Most queued jobs in one lane.</summary>
    public int LaneCapacity { get; set; } = 10_000;

    /// <summary>Most queued jobs of one user in one lane.</summary>
    public int UserCapacity { get; set; } = 500;

    /// <summary>What a refusal for want of room tells the client to wait.</summary>
    public TimeSpan BusyRetryAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often every silo looks for jobs that nobody works on.</summary>
    public TimeSpan RecoveryInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A hold whose job is over or unknown is released once it is this old.</summary>
    public TimeSpan StrandedHoldAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait before the attempt after <paramref name="attempts"/> attempts.</summary>
    /// <remarks>No jitter: workers pull at their own pace, so a wave of retries cannot stampede.</remarks>
    public TimeSpan BackoffAfter(int attempts)
    {
        var wait = FirstBackoff.TotalSeconds * Math.Pow(4, Math.Max(0, attempts - 1));
        return TimeSpan.FromSeconds(Math.Min(wait, LongestBackoff.TotalSeconds));
    }

    /// <summary>The first setting that makes no sense, named so that an operator can mend it; null when all do.</summary>
    public string? FirstError() =>
        MaximumAttempts < 1 ? $"{nameof(MaximumAttempts)} must be at least 1."
        : LaneCapacity < 1 || UserCapacity < 1 ? $"{nameof(LaneCapacity)} and {nameof(UserCapacity)} must be at least 1."
        : LeaseDuration < TimeSpan.FromSeconds(1) ? $"{nameof(LeaseDuration)} must be at least a second."
        : FirstBackoff < TimeSpan.Zero || LongestBackoff < FirstBackoff ? $"{nameof(LongestBackoff)} must not be below {nameof(FirstBackoff)}."
        : RecoveryInterval <= TimeSpan.Zero ? $"{nameof(RecoveryInterval)} must be positive."
        : null;
}
