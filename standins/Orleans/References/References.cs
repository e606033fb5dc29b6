using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Makes references. Thread-safe.</summary>
internal sealed class References(Silo silo)
{
    /// <summary>The same for all silos of the process: classes are emitted once.</summary>
    private static readonly ConcurrentDictionary<Type, Lazy<GrainInterface>> s_interfaces = new();

    public object Get(Type grainInterface, GrainId grainId)
    {
        var model = Model(grainInterface);
        return model.Create(grainId, model, silo);
    }

    /// <summary>A reference by the first interface of the class.</summary>
    public GrainReference ByClass(GrainClass grainClass, GrainId grainId) => grainClass.Interfaces.FirstOrDefault() is { } first
        ? (GrainReference)Get(first, grainId)
        : throw new OrleansException($"{grainClass.Type.FullName} implements no grain interface.");

    private static GrainInterface Model(Type type) =>
        s_interfaces.GetOrAdd(type, static each => new Lazy<GrainInterface>(() => new GrainInterface(each))).Value;
}
