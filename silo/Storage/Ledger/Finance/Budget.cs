namespace Darkroom.Storage.Finance;

/// <summary>
/// How much of a long sum a call does: it goes through it in slices, larger ones where they are quick, until a few seconds have passed, and answers with
/// what it has. So no query is long, and a call ends far below the time that a grain call may take. For one call.
/// </summary>
internal sealed class Budget(TimeProvider time, long shortest, long longest)
{
    private readonly long least = shortest;

    private static readonly TimeSpan s_whole = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);
    private readonly long began = time.GetTimestamp();
    private long started;

    /// <summary>Whether the time of the call has passed.</summary>
    public bool IsSpent => time.GetElapsedTime(began) > s_whole;

    /// <summary>How large the next slice is.</summary>
    public long Slice { get; private set; } = shortest;

    /// <summary>A slice begins.</summary>
    public void OnBegin() => started = time.GetTimestamp();

    /// <summary>It has ended: the next one is larger, smaller or as large, by how long this one took.</summary>
    public void OnEnd()
    {
        var took = time.GetElapsedTime(started);
        Slice = took < s_quick ? Math.Min(Slice * 4, longest) : took > s_slow ? Math.Max(Slice / 4, least) : Slice;
    }
}
