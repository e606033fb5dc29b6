using Orleans.Runtime;

namespace Darkroom.Accounts;

/// <summary>How the account grains persist: the new state counts only once it is durable.</summary>
internal static class StateSaving
{
    /// <summary>The name of the grain storage; its serializer encrypts.</summary>
    public const string Storage = "darkroom";

    /// <summary>
    /// Makes the next state durable. When that fails, or its outcome is unknown, the activation goes away, so that the
    /// next call reads what is really stored.
    /// </summary>
    public static async Task Save<T>(this IGrainBase grain, IPersistentState<T> storage, T next)
    {
        var before = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = before;
            grain.DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Removes the state; nothing of it stays in the database. The activation goes away.</summary>
    public static async Task Remove<T>(this IGrainBase grain, IPersistentState<T> storage)
    {
        grain.DeactivateOnIdle();
        if (storage.RecordExists)
        {
            await storage.ClearStateAsync();
        }
    }
}
