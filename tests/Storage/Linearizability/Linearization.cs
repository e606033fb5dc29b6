namespace Darkroom.Storage.Tests.Linearizability;

/// <summary>
/// Whether concurrent calls can be explained by some order of them in which each one happens at a moment between its begin and its end, and
/// each gets the answer that it got. The search of Wing and Gong (1993) with Lowe's memory of what was tried (2017).
/// </summary>
internal static class Linearization
{
    /// <summary>Looks for an order.</summary>
    /// <param name="guess">What to try first: calls with lower numbers. It only saves time: whatever is found is checked, and everything is tried.</param>
    /// <returns>Null if there is one; else the most calls that could be explained, and the one that could not be placed after them.</returns>
    public static string? Fault<TState, TCommand>(IEnumerable<Call<TCommand>> history, TState start, Func<TCommand, long>? guess = null)
        where TState : ISequential<TState, TCommand>
    {
        var search = new Search<TState, TCommand>([.. history.OrderBy(call => call.Begin)], guess ?? (_ => 0));
        return search.Explains(start) ? null : search.IsSpent ? $"No order was found in {MostStates} states: {search.Fault}" : search.Fault;
    }

    private const int MostStates = 20_000;

    private sealed class Search<TState, TCommand>(Call<TCommand>[] calls, Func<TCommand, long> guess)
        where TState : ISequential<TState, TCommand>
    {
        private readonly bool[] placed = new bool[calls.Length];
        private readonly HashSet<(string Placed, string State)> tried = [];
        private int count;
        private int most = -1;

        public bool IsSpent { get; private set; }

        public string Fault { get; private set; } = "";

        public bool Explains(TState state)
        {
            var settled = new List<int>();
            PlaceWhatChangesNothing(state, settled);
            var open = calls.Where((call, i) => !placed[i] && call.Answer is not null).ToArray();
            if (open.Length == 0)
            {
                return true;
            }

            if (count > most)
            {
                var urgent = open.MinBy(call => call.End)!;
                (most, Fault) = (count, $"{count} of {calls.Length} calls explained; then {urgent.Command} cannot have been answered '{urgent.Answer}' in [{urgent.Begin}, {urgent.End}].");
            }

            // The search is exponential at worst. Whoever guesses well needs about one state a call.
            IsSpent |= tried.Count >= MostStates;
            if (!IsSpent && tried.Add((Bits(), state.Text)))
            {
                foreach (var i in Candidates().OrderBy(i => guess(calls[i].Command)).ThenBy(i => calls[i].End).ToArray())
                {
                    var (next, answer) = state.Step(calls[i].Command);
                    if (!IsSpent && (calls[i].Answer is null || calls[i].Answer == answer))
                    {
                        Place(i, true);
                        if (Explains(next))
                        {
                            return true;
                        }

                        Place(i, false);
                    }
                }
            }

            settled.ForEach(i => Place(i, false));
            return false;
        }

        // A call that fits here and changes nothing can be placed here: later is never better for it, and for the others it is as if it were not there.
        private void PlaceWhatChangesNothing(TState state, List<int> settled)
        {
            for (var found = true; found;)
            {
                found = false;
                foreach (var i in Candidates().Where(i => calls[i].Answer is not null).ToArray())
                {
                    var (next, answer) = state.Step(calls[i].Command);
                    if (calls[i].Answer == answer && ReferenceEquals(next, state))
                    {
                        Place(i, true);
                        settled.Add(i);
                        found = true;
                    }
                }
            }
        }

        // What began before the first end of those that are still open: nothing else can come next.
        private IEnumerable<int> Candidates()
        {
            var end = long.MaxValue;
            for (var i = FirstOpen(); i < calls.Length && calls[i].Begin < end; i++)
            {
                end = placed[i] ? end : Math.Min(end, calls[i].End);
            }

            for (var i = FirstOpen(); i < calls.Length && calls[i].Begin <= end; i++)
            {
                if (!placed[i])
                {
                    yield return i;
                }
            }
        }

        private int FirstOpen() => Math.Max(0, Array.IndexOf(placed, false));

        private void Place(int i, bool isPlaced)
        {
            placed[i] = isPlaced;
            count += isPlaced ? 1 : -1;
        }

        private string Bits() => string.Create(placed.Length, placed, (text, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                text[i] = from[i] ? '1' : '0';
            }
        });
    }
}
