using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

internal static class StorageNames
{
    /// <summary>The storage of states that name none.</summary>
    public const string Default = "Default";
}

/// <summary>Something of a grain that is loaded before it activates.</summary>
internal interface IStateFacet
{
    Task LoadAsync(CancellationToken cancellationToken);
}

/// <summary>Makes the states that a grain class asks for in its constructor.</summary>
internal static class StateFacets
{
    public static Func<Activation, object?> Source(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new OrleansException($"{parameter.Member.DeclaringType!.FullName}: '{parameter.Name}' has [PersistentState] and is no IPersistentState<T>.");
        var make = typeof(StateFacets).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<Activation, PersistentStateAttribute, object>>();
        return activation => make(activation, attribute);
    }

    private static PersistentState<TState> Make<TState>(Activation activation, PersistentStateAttribute attribute)
    {
        var name = attribute.StorageName ?? StorageNames.Default;
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(name)
            ?? throw new OrleansException($"{activation.Class.Type.FullName}: no grain storage is called '{name}', which keeps its state '{attribute.StateName}'.");
        var state = new PersistentState<TState>(attribute.StateName, name, activation.GrainId, storage);
        activation.AddFacet(state);
        return state;
    }
}
