using System.Collections.Frozen;
using System.Reflection;

namespace Orleans.InProcess;

/// <summary>
/// Members declared as a collection interface. A value of a type that may not travel itself, such as what the compiler
/// makes of a collection expression or a query, travels as the plain collection of the kind, as Orleans has it.
/// </summary>
internal static class InterfaceCollections
{
    private static readonly FrozenDictionary<Type, string> s_fallbacks = new Dictionary<Type, string>
    {
        [typeof(IEnumerable<>)] = nameof(AsList),
        [typeof(ICollection<>)] = nameof(AsList),
        [typeof(IReadOnlyCollection<>)] = nameof(AsList),
        [typeof(IList<>)] = nameof(AsList),
        [typeof(IReadOnlyList<>)] = nameof(AsList),
        [typeof(ISet<>)] = nameof(AsSet),
        [typeof(IReadOnlySet<>)] = nameof(AsSet),
        [typeof(IDictionary<,>)] = nameof(AsDictionary),
        [typeof(IReadOnlyDictionary<,>)] = nameof(AsDictionary),
    }.ToFrozenDictionary();

    public static bool Knows(Type type) => type.IsGenericType && s_fallbacks.ContainsKey(type.GetGenericTypeDefinition());

    /// <summary>Copies into the plain collection; null when the type is no such interface.</summary>
    /// <exception cref="Serialization.CodecNotFoundException">What is within may not travel.</exception>
    public static Func<object, object>? FallbackFor(Type type)
    {
        if (!Knows(type)) return null;
        var arguments = type.GetGenericArguments();
        foreach (var argument in arguments) CopyRules.PassesAsIs(argument);
        return typeof(InterfaceCollections).GetMethod(s_fallbacks[type.GetGenericTypeDefinition()], BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(arguments).CreateDelegate<Func<object, object>>();
    }

    private static List<T> AsList<T>(object items) => ((IEnumerable<T>)items).Select(Copier<T>.Copy).ToList();

    private static HashSet<T> AsSet<T>(object items) => ((IEnumerable<T>)items).Select(Copier<T>.Copy).ToHashSet();

    private static Dictionary<TKey, TValue> AsDictionary<TKey, TValue>(object items)
        where TKey : notnull => ((IEnumerable<KeyValuePair<TKey, TValue>>)items).Select(CollectionCopiers.KeyValuePair).ToDictionary();
}
