using System.Reflection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A grain interface: its methods, and how a reference by it is made. Thread-safe.</summary>
internal sealed class GrainInterface
{
    public GrainInterface(Type type)
    {
        if (!IsGrainInterface(type))
            throw new ArgumentException($"{type.FullName} is no grain interface: an interface that derives from IGrain or one of its kinds.", nameof(type));
        if (typeof(IGrainObserver).IsAssignableFrom(type))
            throw new NotSupportedException($"{type.FullName}: grain observers are not supported by the in-process host.");
        if (type.ContainsGenericParameters || type.IsGenericType)
            throw new NotSupportedException($"{type.FullName}: generic grain interfaces are not supported by the in-process host.");
        Type = type;
        InterfaceType = GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName!);
        var methods = new[] { type }.Concat(type.GetInterfaces()).SelectMany(each => each.GetMethods(BindingFlags.Instance | BindingFlags.Public)).ToArray();
        Methods = [.. methods.Select(Model)];
        Create = ProxyEmitter.Emit(this, methods);
    }

    public Type Type { get; }

    public GrainInterfaceType InterfaceType { get; }

    public MethodModel[] Methods { get; }

    public Func<GrainId, GrainInterface, Silo, GrainProxy> Create { get; }

    public static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)
        && type != typeof(IAddressable) && type != typeof(IGrain) && type.Namespace != "Orleans" || type == typeof(IRemindable);

    /// <summary>The result that travels: of a task without one, nothing.</summary>
    public static Type ResultOf(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask)) return typeof(NoResult);
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var task && (task == typeof(Task<>) || task == typeof(ValueTask<>)))
            return type.GetGenericArguments()[0];
        throw new NotSupportedException(
            $"{method.DeclaringType!.FullName}.{method.Name} returns {type.Name}; the in-process host supports Task, Task<T>, ValueTask and ValueTask<T>.");
    }

    private static MethodModel Model(MethodInfo method)
    {
        if (method.IsGenericMethod)
            throw new NotSupportedException($"{method.DeclaringType!.FullName}.{method.Name}: generic grain methods are not supported by the in-process host.");
        var arguments = MethodCompiler.TupleOf([.. method.GetParameters().Select(parameter => parameter.ParameterType)]);
        return (MethodModel)Activator.CreateInstance(
            typeof(MethodModel<,>).MakeGenericType(arguments, ResultOf(method)),
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, [method], null)!;
    }
}
