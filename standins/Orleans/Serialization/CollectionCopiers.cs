using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.InProcess;

/// <summary>Copies of collections. Comparers are kept.</summary>
internal static class CollectionCopiers
{
    public static T? Nullable<T>(T? value)
        where T : struct => value is { } given ? Copier<T>.Copy(given) : null;

    public static T[] Array<T>(T[] array)
    {
        if (Primitives.Contains(typeof(T))) return (T[])array.Clone();
        var copy = new T[array.Length];
        for (var i = 0; i < copy.Length; i++) copy[i] = Copier<T>.Copy(array[i]);
        return copy;
    }

    public static List<T> List<T>(List<T> list)
    {
        if (Primitives.Contains(typeof(T))) return [.. list];
        var copy = new List<T>(list.Count);
        foreach (var item in list) copy.Add(Copier<T>.Copy(item));
        return copy;
    }

    public static HashSet<T> HashSet<T>(HashSet<T> set) => new(Items(set), set.Comparer);

    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(Dictionary<TKey, TValue> dictionary)
        where TKey : notnull
    {
        var copy = new Dictionary<TKey, TValue>(dictionary.Count, dictionary.Comparer);
        foreach (var (key, value) in dictionary) copy.Add(Copier<TKey>.Copy(key), Copier<TValue>.Copy(value));
        return copy;
    }

    public static SortedDictionary<TKey, TValue> SortedDictionary<TKey, TValue>(SortedDictionary<TKey, TValue> dictionary)
        where TKey : notnull
    {
        var copy = new SortedDictionary<TKey, TValue>(dictionary.Comparer);
        foreach (var (key, value) in dictionary) copy.Add(Copier<TKey>.Copy(key), Copier<TValue>.Copy(value));
        return copy;
    }

    public static SortedSet<T> SortedSet<T>(SortedSet<T> set) => new(Items(set), set.Comparer);

    public static ConcurrentDictionary<TKey, TValue> ConcurrentDictionary<TKey, TValue>(ConcurrentDictionary<TKey, TValue> dictionary)
        where TKey : notnull => new(Pairs(dictionary), dictionary.Comparer);

    public static SortedList<TKey, TValue> SortedList<TKey, TValue>(SortedList<TKey, TValue> list)
        where TKey : notnull
    {
        var copy = new SortedList<TKey, TValue>(list.Count, list.Comparer);
        foreach (var (key, value) in list) copy.Add(Copier<TKey>.Copy(key), Copier<TValue>.Copy(value));
        return copy;
    }

    public static ReadOnlyDictionary<TKey, TValue> ReadOnlyDictionary<TKey, TValue>(ReadOnlyDictionary<TKey, TValue> dictionary)
        where TKey : notnull => new(Pairs(dictionary).ToDictionary());

    public static ConcurrentQueue<T> ConcurrentQueue<T>(ConcurrentQueue<T> queue) => new(Items(queue));

    public static Queue<T> Queue<T>(Queue<T> queue) => new(Items(queue));

    public static Stack<T> Stack<T>(Stack<T> stack) => new(Items(stack).Reverse());

    public static Collection<T> Collection<T>(Collection<T> collection) => new(Items(collection).ToList());

    public static ReadOnlyCollection<T> ReadOnlyCollection<T>(ReadOnlyCollection<T> collection) => new(Items(collection).ToList());

    public static ImmutableArray<T> ImmutableArray<T>(ImmutableArray<T> array) => array.IsDefault ? array : [.. Items(array)];

    public static ImmutableList<T> ImmutableList<T>(ImmutableList<T> list) => [.. Items(list)];

    public static ImmutableHashSet<T> ImmutableHashSet<T>(ImmutableHashSet<T> set) => Items(set).ToImmutableHashSet(set.KeyComparer);

    public static ImmutableSortedSet<T> ImmutableSortedSet<T>(ImmutableSortedSet<T> set) => Items(set).ToImmutableSortedSet(set.KeyComparer);

    public static ImmutableDictionary<TKey, TValue> ImmutableDictionary<TKey, TValue>(ImmutableDictionary<TKey, TValue> dictionary)
        where TKey : notnull => Pairs(dictionary).ToImmutableDictionary(dictionary.KeyComparer, dictionary.ValueComparer);

    public static ImmutableSortedDictionary<TKey, TValue> ImmutableSortedDictionary<TKey, TValue>(ImmutableSortedDictionary<TKey, TValue> dictionary)
        where TKey : notnull => Pairs(dictionary).ToImmutableSortedDictionary(dictionary.KeyComparer, dictionary.ValueComparer);

    public static ImmutableQueue<T> ImmutableQueue<T>(ImmutableQueue<T> queue) => [.. Items(queue)];

    public static ImmutableStack<T> ImmutableStack<T>(ImmutableStack<T> stack) => [.. Items(stack).Reverse()];

    public static KeyValuePair<TKey, TValue> KeyValuePair<TKey, TValue>(KeyValuePair<TKey, TValue> pair) =>
        new(Copier<TKey>.Copy(pair.Key), Copier<TValue>.Copy(pair.Value));

    public static ReadOnlyMemory<T> ReadOnlyMemory<T>(ReadOnlyMemory<T> memory) => Array(memory.ToArray());

    public static Memory<T> Memory<T>(Memory<T> memory) => Array(memory.ToArray());

    public static ArraySegment<T> ArraySegment<T>(ArraySegment<T> segment) =>
        segment.Array is null ? segment : new ArraySegment<T>(Array(segment.ToArray()));

    private static IEnumerable<T> Items<T>(IEnumerable<T> items) => items.Select(Copier<T>.Copy);

    private static IEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs) =>
        pairs.Select(KeyValuePair);
}
