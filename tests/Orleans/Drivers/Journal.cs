namespace Darkroom.Orleans.Tests;

/// <summary>What grains did, in order, and a way to wait for it without sleeping. Thread-safe.</summary>
public sealed class Journal
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];
    private readonly List<(Func<IReadOnlyList<string>, bool> Condition, TaskCompletionSource Met)> _waiting = [];

    public IReadOnlyList<string> Entries
    {
        get { lock (_gate) return [.. _entries]; }
    }

    public int Count(string entry) => Entries.Count(each => each == entry);

    public void Add(string entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            foreach (var waiting in _waiting.Where(each => each.Condition(_entries))) waiting.Met.TrySetResult();
        }
    }

    /// <summary>Completes when the entry has been made so many times; fails when that takes half a minute.</summary>
    public Task WaitFor(string entry, int times = 1)
    {
        bool IsMet(IReadOnlyList<string> entries) => entries.Count(each => each == entry) >= times;
        lock (_gate)
        {
            if (IsMet(_entries)) return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((IsMet, met));
            return met.Task.WaitAsync(s_patience);
        }
    }
}
