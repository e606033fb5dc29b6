using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>What the attributes and the constructor of a grain class say.</summary>
internal sealed class GrainClass
{
    private readonly ConstructorInfo _constructor;
    private readonly Func<Activation, object?>[] _parameters;

    public GrainClass(Type type, GrainCollectionOptions collection)
    {
        Type = type;
        GrainType = NameOf(type);
        Interfaces = [.. type.GetInterfaces().Where(GrainInterface.IsGrainInterface).OrderBy(each => each == typeof(IRemindable))];
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MayInterleave = MayInterleavePredicate.Of(type);
        MayOvertake = IsReentrant || MayInterleave is not null
            || Interfaces.SelectMany(each => each.GetMethods()).Any(method => method.IsDefined(typeof(ReadOnlyAttribute)));
        CollectionAge = collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age) ? age
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>() is { } limit ? limit.AgeLimit
            : collection.CollectionAge;
        if (type.GetCustomAttribute<StatelessWorkerAttribute>() is { } workers)
        {
            IsStatelessWorker = true;
            MaxWorkers = workers.MaxLocalWorkers > 0 ? workers.MaxLocalWorkers : Environment.ProcessorCount;
        }

        var constructors = type.GetConstructors();
        _constructor = constructors.FirstOrDefault(each => each.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.MaxBy(each => each.GetParameters().Length)
            ?? throw new OrleansException($"{type.FullName} has no public constructor.");
        _parameters = [.. _constructor.GetParameters().Select(ParameterSource)];
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    /// <summary>The grain interfaces that it implements.</summary>
    public Type[] Interfaces { get; }

    public bool IsReentrant { get; }

    public Func<object, IInvokable, bool>? MayInterleave { get; }

    /// <summary>Whether waiting work may be begun before other work that waits longer.</summary>
    public bool MayOvertake { get; }

    public TimeSpan CollectionAge { get; }

    public bool IsStatelessWorker { get; }

    public int MaxWorkers { get; }

    /// <summary>Makes the grain of an activation, in a turn of it.</summary>
    public object Create(Activation activation)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = _parameters[i](activation);
        return _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>The class name in lower case without 'Grain', as Orleans names grain types.</summary>
    private static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } given) return given.GetGrainType(null!, type);
#pragma warning disable CA1308 // Lower case is what the name is made of.
        var name = type.Name.ToLowerInvariant();
#pragma warning restore CA1308
        return GrainType.Create(name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name);
    }

    private static Func<Activation, object?> ParameterSource(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state) return StateFacets.Source(parameter, state);
        if (type == typeof(IGrainContext)) return static activation => activation;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { Key: { } key })
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, key);
        if (parameter.HasDefaultValue) return activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue;
        return activation => activation.ActivationServices.GetRequiredService(type);
    }
}
