namespace Orleans.Core
{
    /// <summary>State that is kept in a grain storage, seen by the grain that owns it.</summary>
    public interface IStorage
    {
        /// <summary>The version that was read or written last; null when nothing is stored.</summary>
        string? Etag { get; }

        bool RecordExists { get; }

        /// <exception cref="Storage.InconsistentStateException">Somebody else has written meanwhile.</exception>
        Task ClearStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        Task WriteStateAsync();

        Task ReadStateAsync();

        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    public interface IStorage<TState> : IStorage
    {
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>State that is read before the grain activates, injected by <see cref="PersistentStateAttribute"/>.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Marks a constructor parameter of a grain as its state of that name in that storage.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute : Attribute
    {
        public PersistentStateAttribute(string stateName, string? storageName = null)
        {
            ArgumentNullException.ThrowIfNull(stateName);
            StateName = stateName;
            StorageName = storageName;
        }

        public string StateName { get; }

        /// <summary>Null: the default storage.</summary>
        public string? StorageName { get; }
    }
}
