using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Makes references. Thread-safe.</summary>
internal sealed class References(Silo silo)
{
    private readonly ConcurrentDictionary<Type, Lazy<GrainInterface>> _interfaces = new();

    public object Get(Type grainInterface, GrainId grainId)
    {
        var model = Model(grainInterface);
        return model.Create(grainId, model, silo);
    }

    /// <summary>A reference by the first interface of the class.</summary>
    public GrainReference ByClass(GrainClass grainClass, GrainId grainId) => grainClass.Interfaces.FirstOrDefault() is { } first
        ? (GrainReference)Get(first, grainId)
        : throw new OrleansException($"{grainClass.Type.FullName} implements no grain interface.");

    private GrainInterface Model(Type type) =>
        _interfaces.GetOrAdd(type, static each => new Lazy<GrainInterface>(() => new GrainInterface(each))).Value;
}
