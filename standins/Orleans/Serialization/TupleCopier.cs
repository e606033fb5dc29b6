using System.Linq.Expressions;

namespace Orleans.InProcess;

/// <summary>Compiles copiers of tuples, of both kinds and any length.</summary>
internal static class TupleCopier
{
    public static Delegate Build(Type tuple)
    {
        var items = tuple.GetGenericArguments();
        foreach (var item in items) CopyRules.PassesAsIs(item);
        var value = Expression.Parameter(tuple);
        var copies = items.Select((item, index) => Expression.Call(
            typeof(Copier<>).MakeGenericType(item).GetMethod(nameof(Copier<int>.Copy))!,
            Expression.PropertyOrField(value, index < 7 ? $"Item{index + 1}" : "Rest")));
        var body = Expression.New(tuple.GetConstructor(items)!, copies);
        return Expression.Lambda(typeof(Func<,>).MakeGenericType(tuple, tuple), body, value).Compile();
    }
}
