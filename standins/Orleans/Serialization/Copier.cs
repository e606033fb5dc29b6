namespace Orleans.InProcess;

/// <summary>
/// Deep copies of values that travel in grain calls: what a serializer of Orleans would carry, and nothing else.
/// Messages are trees: one object reached twice becomes two, and a cycle is refused.
/// </summary>
internal static class Copier<T>
{
    private static Func<T, T>? s_copy;

    /// <exception cref="Serialization.CodecNotFoundException">Something within may not travel.</exception>
    public static T Copy(T value) => (s_copy ?? Resolve())(value);

    private static Func<T, T> Resolve() => s_copy = (Func<T, T>)CopyRules.CopierOf(typeof(T));
}
