using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>The predicate that <see cref="MayInterleaveAttribute"/> names: a method of the class, static or not.</summary>
internal static class MayInterleavePredicate
{
    public static Func<object, IInvokable, bool>? Of(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute) return null;
        var method = type.GetMethod(
            attribute.CallbackMethodName,
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy,
            [typeof(IInvokable)]);
        if (method is null || method.ReturnType != typeof(bool))
            throw new OrleansException($"{type.FullName}: [MayInterleave] names '{attribute.CallbackMethodName}', which is no bool method of an IInvokable.");
        if (method.IsStatic)
        {
            var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
            return (_, call) => predicate(call);
        }

        return (grain, call) => (bool)method.Invoke(grain, BindingFlags.DoNotWrapExceptions, null, [call], null)!;
    }
}
