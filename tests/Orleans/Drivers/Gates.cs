using System.Collections.Concurrent;

namespace Darkroom.Orleans.Tests;

/// <summary>Gates by name, closed until opened, at which grains wait as long as a test wants them to. Thread-safe.</summary>
public sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public Task Pass(string name) => Gate(name).Task;

    public void Open(string name) => Gate(name).TrySetResult();

    private TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
