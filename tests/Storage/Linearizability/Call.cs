namespace Darkroom.Storage.Tests.Linearizability;

/// <summary>A call that somebody made while others made theirs.</summary>
/// <param name="Answer">Null where none came: it may or may not have had its effect, at any time after its begin.</param>
/// <param name="Begin">On a clock that all callers share and on which no two things happen at once.</param>
/// <param name="End"><see cref="long.MaxValue"/> where no answer came.</param>
internal sealed record Call<TCommand>(TCommand Command, string? Answer, long Begin, long End);

/// <summary>What a service does when it is asked one thing after the other. Immutable.</summary>
internal interface ISequential<TSelf, in TCommand>
{
    /// <summary>Everything that later answers depend on: two states with the same text are the same.</summary>
    string Text { get; }

    (TSelf Next, string Answer) Step(TCommand command);
}

/// <summary>Notes the calls of many clients.</summary>
internal sealed class CallLog<TCommand>
{
    private readonly List<Call<TCommand>> calls = [];
    private long clock;

    public IReadOnlyList<Call<TCommand>> Calls => calls;

    public async Task<string> Note(TCommand command, Func<Task<string>> call)
    {
        var begin = Interlocked.Increment(ref clock);
        var answer = await call();
        var end = Interlocked.Increment(ref clock);
        lock (calls)
        {
            calls.Add(new Call<TCommand>(command, answer, begin, end));
        }

        return answer;
    }
}
