namespace Darkroom.Drivers;

/// <summary>Waits for an outcome of work that runs by itself. Gives up after a minute, so that a fault ends as a failed test and not as one that hangs.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Asks until the answer is the expected one.</summary>
    /// <exception cref="TimeoutException">It never was; the text has the last answer.</exception>
    public static async Task Is<T>(Func<Task<T>> ask, T expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var answer = await ask(); !EqualityComparer<T>.Default.Equals(answer, expected); answer = await ask())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Expected {expected}, but it stayed {answer}.");
            }

            await Task.Delay(10);
        }
    }
}
