namespace Darkroom.Drivers;

/// <summary>Waits for an outcome of work that runs by itself. Gives up after a minute, so that a fault ends as a failed test and not as one that hangs.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Asks until the answer is the expected one.</summary>
    /// <param name="ask">What is to change.</param>
    /// <param name="expected">The outcome.</param>
    /// <param name="nudge">Done about once a second meanwhile: moves a clock that stands, for example.</param>
    /// <exception cref="TimeoutException">It never was; the text has the last answer.</exception>
    public static async Task Is<T>(Func<Task<T>> ask, T expected, Action? nudge = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        var nudged = began;
        for (var answer = await ask(); !EqualityComparer<T>.Default.Equals(answer, expected); answer = await ask())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Expected {expected}, but it stayed {answer}.");
            }

            await Task.Delay(10);
            if (TimeProvider.System.GetElapsedTime(nudged) > TimeSpan.FromSeconds(1))
            {
                nudged = TimeProvider.System.GetTimestamp();
                nudge?.Invoke();
            }
        }
    }
}
