using System.Linq.Expressions;
using System.Reflection;

namespace Orleans.InProcess;

/// <summary>No arguments.</summary>
internal readonly struct NoArguments;

/// <summary>No result.</summary>
internal readonly struct NoResult;

/// <summary>
/// Compiles, per grain method, how its arguments are reached and how it is called. The arguments of a method travel in
/// a <see cref="ValueTuple"/>; from the eighth on in its rest, as the language does it.
/// </summary>
internal static class MethodCompiler
{
    /// <summary>The tuple type for parameters of these types.</summary>
    public static Type TupleOf(ReadOnlySpan<Type> types)
    {
        if (types.Length == 0) return typeof(NoArguments);
        Type[] items = types.Length <= 7 ? types.ToArray() : [.. types[..7], TupleOf(types[7..])];
        return s_tuples[items.Length - 1].MakeGenericType(items);
    }

    public static Func<object, TArgs, ValueTask<TResult>> Invoker<TArgs, TResult>(MethodInfo method)
        where TArgs : struct
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(TArgs));
        Expression call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((_, index) => Item(arguments, index)));
        var adapter = method.ReturnType == typeof(Task) ? Adapter(nameof(FromTask))
            : method.ReturnType == typeof(ValueTask) ? Adapter(nameof(FromValueTask))
            : method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>) ? Adapter(nameof(FromTaskOf)).MakeGenericMethod(typeof(TResult))
            : null;
        if (adapter is not null) call = Expression.Call(adapter, call);
        return Expression.Lambda<Func<object, TArgs, ValueTask<TResult>>>(call, grain, arguments).Compile();
    }

    public static Func<TArgs, TValue> Getter<TArgs, TValue>(int index)
    {
        var arguments = Expression.Parameter(typeof(TArgs));
        return Expression.Lambda<Func<TArgs, TValue>>(Expression.Convert(Item(arguments, index), typeof(TValue)), arguments).Compile();
    }

    public static Func<TArgs, TValue, TArgs> Setter<TArgs, TValue>(int index, int count)
    {
        var arguments = Expression.Parameter(typeof(TArgs));
        var value = Expression.Parameter(typeof(TValue));
        var items = Enumerable.Range(0, count).Select(each => each == index
            ? Expression.Convert(value, Item(arguments, each).Type)
            : Item(arguments, each)).ToArray();
        return Expression.Lambda<Func<TArgs, TValue, TArgs>>(New(typeof(TArgs), items), arguments, value).Compile();
    }

    /// <summary>Copies all arguments, strictly. Fails when the type of one may not travel.</summary>
    public static Func<TArgs, TArgs> ArgumentCopier<TArgs>(MethodInfo method)
        where TArgs : struct
    {
        var arguments = Expression.Parameter(typeof(TArgs));
        var items = method.GetParameters().Select((parameter, index) => Copied(parameter, Item(arguments, index))).ToArray();
        if (items.Length == 0) return static none => none;
        return Expression.Lambda<Func<TArgs, TArgs>>(New(typeof(TArgs), items), arguments).Compile();
    }

    private static Expression Copied(ParameterInfo parameter, Expression argument)
    {
        try
        {
            if (CopyRules.PassesAsIs(parameter.ParameterType)) return argument;
        }
        catch (Serialization.CodecNotFoundException fault)
        {
            var method = parameter.Member;
            throw new Serialization.CodecNotFoundException(
                $"Argument '{parameter.Name}' of {method.DeclaringType!.FullName}.{method.Name}: {fault.Message}", fault);
        }

        return Expression.Call(typeof(Copier<>).MakeGenericType(parameter.ParameterType), nameof(Copier<int>.Copy), null, argument);
    }

    private static Expression Item(Expression tuple, int index) => index < 7
        ? Expression.Field(tuple, $"Item{index + 1}")
        : Item(Expression.Field(tuple, "Rest"), index - 7);

    private static NewExpression New(Type tuple, Expression[] items) => items.Length <= 7
        ? Expression.New(tuple.GetConstructors()[0], items)
        : Expression.New(tuple.GetConstructors()[0], [.. items[..7], New(tuple.GetGenericArguments()[7], items[7..])]);

    private static MethodInfo Adapter(string name) => typeof(MethodCompiler).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static ValueTask<TResult> FromTaskOf<TResult>(Task<TResult> task) => new(task);

    private static ValueTask<NoResult> FromTask(Task task)
    {
        return task.IsCompletedSuccessfully ? default : Wait(task);

        static async ValueTask<NoResult> Wait(Task task)
        {
            await task;
            return default;
        }
    }

    private static ValueTask<NoResult> FromValueTask(ValueTask task)
    {
        return task.IsCompletedSuccessfully ? default : Wait(task);

        static async ValueTask<NoResult> Wait(ValueTask task)
        {
            await task;
            return default;
        }
    }

    private static readonly Type[] s_tuples =
    [
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>),
    ];
}
