using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.InProcess;

/// <summary>The collections and tuples that may travel, by their generic definition.</summary>
internal static class Collections
{
    private static readonly FrozenDictionary<Type, string> s_copiers = new Dictionary<Type, string>
    {
        [typeof(Nullable<>)] = nameof(CollectionCopiers.Nullable),
        [typeof(List<>)] = nameof(CollectionCopiers.List),
        [typeof(HashSet<>)] = nameof(CollectionCopiers.HashSet),
        [typeof(Dictionary<,>)] = nameof(CollectionCopiers.Dictionary),
        [typeof(SortedDictionary<,>)] = nameof(CollectionCopiers.SortedDictionary),
        [typeof(SortedSet<>)] = nameof(CollectionCopiers.SortedSet),
        [typeof(ConcurrentDictionary<,>)] = nameof(CollectionCopiers.ConcurrentDictionary),
        [typeof(SortedList<,>)] = nameof(CollectionCopiers.SortedList),
        [typeof(ReadOnlyDictionary<,>)] = nameof(CollectionCopiers.ReadOnlyDictionary),
        [typeof(ConcurrentQueue<>)] = nameof(CollectionCopiers.ConcurrentQueue),
        [typeof(Queue<>)] = nameof(CollectionCopiers.Queue),
        [typeof(Stack<>)] = nameof(CollectionCopiers.Stack),
        [typeof(Collection<>)] = nameof(CollectionCopiers.Collection),
        [typeof(ReadOnlyCollection<>)] = nameof(CollectionCopiers.ReadOnlyCollection),
        [typeof(ImmutableArray<>)] = nameof(CollectionCopiers.ImmutableArray),
        [typeof(ImmutableList<>)] = nameof(CollectionCopiers.ImmutableList),
        [typeof(ImmutableHashSet<>)] = nameof(CollectionCopiers.ImmutableHashSet),
        [typeof(ImmutableSortedSet<>)] = nameof(CollectionCopiers.ImmutableSortedSet),
        [typeof(ImmutableDictionary<,>)] = nameof(CollectionCopiers.ImmutableDictionary),
        [typeof(ImmutableSortedDictionary<,>)] = nameof(CollectionCopiers.ImmutableSortedDictionary),
        [typeof(ImmutableQueue<>)] = nameof(CollectionCopiers.ImmutableQueue),
        [typeof(ImmutableStack<>)] = nameof(CollectionCopiers.ImmutableStack),
        [typeof(KeyValuePair<,>)] = nameof(CollectionCopiers.KeyValuePair),
        [typeof(ReadOnlyMemory<>)] = nameof(CollectionCopiers.ReadOnlyMemory),
        [typeof(Memory<>)] = nameof(CollectionCopiers.Memory),
        [typeof(ArraySegment<>)] = nameof(CollectionCopiers.ArraySegment),
    }.ToFrozenDictionary();

    public static bool Knows(Type type) => type.IsSZArray || (type.IsGenericType && s_copiers.ContainsKey(type.GetGenericTypeDefinition()));

    /// <summary>The copier of such a type, as <c>Func&lt;T, T&gt;</c>; null when it is none of them.</summary>
    /// <exception cref="Serialization.CodecNotFoundException">What is within may not travel.</exception>
    public static Delegate? CopierOf(Type type)
    {
        if (type.IsSZArray) return Make(nameof(CollectionCopiers.Array), [type.GetElementType()!], type);
        if (!type.IsGenericType) return null;
        var definition = type.GetGenericTypeDefinition();
        if (s_copiers.TryGetValue(definition, out var name)) return Make(name, type.GetGenericArguments(), type);
        return typeof(ITuple).IsAssignableFrom(type) && definition.Assembly == typeof(ITuple).Assembly ? TupleCopier.Build(type) : null;
    }

    private static Delegate Make(string name, Type[] arguments, Type type)
    {
        foreach (var argument in arguments) CopyRules.PassesAsIs(argument);
        var method = typeof(CollectionCopiers).GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod(arguments);
        return method.CreateDelegate(typeof(Func<,>).MakeGenericType(type, type));
    }
}
