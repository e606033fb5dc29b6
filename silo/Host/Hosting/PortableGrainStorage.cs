using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// Grain state whose faults are readable everywhere. A grain's state is read before its first call, so what that read throws passes no
/// call filter on its way to the caller (see <see cref="PortableFaults"/>). Thread-safe.
/// </summary>
internal sealed partial class PortableGrainStorage(IGrainStorage inner, ILogger<PortableGrainStorage> logger) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Translated(inner.ReadStateAsync(stateName, grainId, grainState), stateName);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Translated(inner.WriteStateAsync(stateName, grainId, grainState), stateName);

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Translated(inner.ClearStateAsync(stateName, grainId, grainState), stateName);

    private async Task Translated(Task operation, string stateName)
    {
        try
        {
            await operation;
        }
        catch (Exception fault) when (!PortableFaults.IsPortable(fault))
        {
            LogFault(logger, fault, stateName);
            throw PortableFaults.Portable(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A state '{State}' was not read or written; its caller is told without the cause")]
    private static partial void LogFault(ILogger logger, Exception fault, string state);
}
