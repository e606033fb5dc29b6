using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// The grain classes of the process: those of every loaded assembly that uses grains, and of what these refer to.
/// Thread-safe.
/// </summary>
internal sealed class GrainClasses(GrainCollectionOptions collection)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Assembly> _seen = [];
    private readonly ConcurrentDictionary<GrainType, GrainClass> _byType = new();
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();

    /// <exception cref="OrleansException">No class has the type.</exception>
    public GrainClass Get(GrainType type) => _byType.TryGetValue(type, out var found) || Discover() && _byType.TryGetValue(type, out found)
        ? found
        : throw new OrleansException($"No grain class has the grain type '{type}'.");

    /// <summary>The class that implements the interface; of several, the one that the prefix of its name tells.</summary>
    /// <exception cref="ArgumentException">No class, or more than one, is meant.</exception>
    public GrainClass Get(Type grainInterface, string? prefix) => _byInterface.GetOrAdd((grainInterface, prefix), Find);

    private GrainClass Find((Type Interface, string? Prefix) wanted)
    {
        Discover();
        var found = _byType.Values.Where(each => each.Interfaces.Contains(wanted.Interface)
            && (wanted.Prefix is null || each.Type.FullName!.StartsWith(wanted.Prefix, StringComparison.Ordinal))).ToArray();
        if (found.Length > 1 && found.FirstOrDefault(each => IsNamedAfter(each.Type, wanted.Interface)) is { } conventional) return conventional;
        return found.Length == 1 ? found[0] : throw new ArgumentException(found.Length == 0
            ? $"No grain class implements {wanted.Interface.FullName}" + (wanted.Prefix is null ? "." : $" and starts with '{wanted.Prefix}'.")
            : $"Several grain classes implement {wanted.Interface.FullName}: {string.Join(", ", found.Select(each => each.Type.FullName))}.");
    }

    /// <summary>IWallet is by convention implemented by Wallet or WalletGrain, IWalletGrain by WalletGrain.</summary>
    private static bool IsNamedAfter(Type type, Type grainInterface)
    {
        var name = grainInterface.Name.StartsWith('I') ? grainInterface.Name[1..] : grainInterface.Name;
        return type.Name == name || type.Name == name + "Grain";
    }

    private bool Discover()
    {
        lock (_gate)
        {
            var before = _seen.Count;
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) Visit(assembly);
            return _seen.Count > before;
        }
    }

    private void Visit(Assembly assembly)
    {
        if (assembly.IsDynamic || !_seen.Add(assembly)) return;
        var name = assembly.GetName().Name ?? "";
        if (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)) return;
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            if (reference.Name!.StartsWith("System", StringComparison.Ordinal) || reference.Name.StartsWith("Microsoft.", StringComparison.Ordinal)) continue;
            try
            {
                Visit(Assembly.Load(reference));
            }
            catch (IOException)
            {
                // A reference that is not deployed holds no grains that could run.
            }
        }

        if (assembly.GetReferencedAssemblies().All(reference => reference.Name != typeof(GrainClasses).Assembly.GetName().Name)) return;
        foreach (var type in assembly.GetTypes())
        {
            if (!type.IsClass || type.IsAbstract || !typeof(IGrainBase).IsAssignableFrom(type)) continue;
            if (type.ContainsGenericParameters) continue;
            var grainClass = new GrainClass(type, collection);
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
                throw new OrleansException($"{type.FullName} and {_byType[grainClass.GrainType].Type.FullName} share the grain type '{grainClass.GrainType}'; give one a [GrainType].");
        }
    }
}
