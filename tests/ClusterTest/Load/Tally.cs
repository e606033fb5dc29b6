using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Load;

/// <summary>What a client wanted.</summary>
internal enum Wish
{
    SignUp,
    Upload,
    Follow,
    Download,
    Delete,
    Cancel,
    Wallet,
}

/// <summary>One request of the load.</summary>
/// <param name="Gateway">Counted from 0.</param>
/// <param name="Error">What the client saw instead of an answer that it can use, in a few words that are the same for the same kind; null when all was well.</param>
internal sealed record Attempt(Wish Wish, int Gateway, TimeSpan Began, TimeSpan Ended, string? Error);

/// <summary>Every request of the load with its time and what came of it. Thread-safe.</summary>
internal sealed class Tally(Timeline timeline)
{
    private readonly List<Attempt> attempts = [];

    public TimeSpan Now => timeline.Now;

    public void Note(Wish wish, int gateway, TimeSpan began, string? error)
    {
        lock (attempts)
        {
            attempts.Add(new Attempt(wish, gateway, began, timeline.Now, error));
        }
    }

    /// <summary>What ended from one time on, and before another.</summary>
    public IReadOnlyList<Attempt> Between(TimeSpan from, TimeSpan to)
    {
        lock (attempts)
        {
            return [.. attempts.Where(attempt => attempt.Ended >= from && attempt.Ended < to)];
        }
    }

    public IReadOnlyList<Attempt> Since(TimeSpan from) => Between(from, TimeSpan.MaxValue);
}
