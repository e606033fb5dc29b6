using System.Runtime.ExceptionServices;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>A state of a grain, between the grain and its storage.</summary>
internal sealed class PersistentState<TState>(string stateName, string storageName, GrainId grainId, IGrainStorage storage)
    : IPersistentState<TState>, IStateFacet
{
    private readonly GrainState<TState> _state = new(StateFactory.Create<TState>());

    public TState State
    {
        get => _state.State;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task LoadAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.ReadStateAsync(stateName, grainId, _state, cancellationToken);
        }
        catch (Exception fault)
        {
            Throw(fault, "reading");
        }
    }

    public async Task WriteStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.WriteStateAsync(stateName, grainId, _state, cancellationToken);
        }
        catch (Exception fault)
        {
            Throw(fault, "writing");
        }
    }

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.ClearStateAsync(stateName, grainId, _state, cancellationToken);
        }
        catch (Exception fault)
        {
            Throw(fault, "clearing");
        }
    }

    /// <summary>Faults of a storage reach the grain as <see cref="OrleansException"/>s.</summary>
    private void Throw(Exception fault, string doing)
    {
        if (fault is OrleansException) ExceptionDispatchInfo.Throw(fault);
        throw new OrleansException($"The storage '{storageName}' failed at {doing} the state '{stateName}' of {grainId}: {fault.Message}", fault);
    }
}

/// <summary>Makes states where none is stored.</summary>
internal static class StateFactory
{
    /// <summary>By the parameterless constructor; without one, uninitialized, as Orleans does.</summary>
    public static TState Create<TState>() => typeof(TState).IsValueType
        ? default!
        : typeof(TState).GetConstructor(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic, []) is { } constructor
            ? (TState)constructor.Invoke(null)
            : (TState)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(TState));
}
