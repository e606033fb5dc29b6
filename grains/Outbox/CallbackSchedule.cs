namespace Darkroom.Outbox;

/// <summary>When a call-back that was not taken is tried again: soon at first, then for about a day.</summary>
public static class CallbackSchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>How often a call-back is tried at most.</summary>
    public static int Attempts => Waits.Length + 1;

    /// <summary>The wait after this many failed attempts; null when there is no further one.</summary>
    public static TimeSpan? After(int attempts) => attempts <= Waits.Length ? Waits[Math.Max(0, attempts - 1)] : null;
}
