using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.InProcess;

/// <summary>Which types may travel, and how each is copied. Thread-safe.</summary>
internal static class CopyRules
{
    /// <summary>
    /// Set to true, immutable types are handed over as they are, as Orleans does within a silo. The default is to copy
    /// them as well: then a missing attribute shows here, and not first in a cluster.
    /// </summary>
    internal const string PassImmutableSwitch = "Orleans.InProcess.PassImmutableAsIs";

    private static readonly ConcurrentDictionary<Type, Lazy<Delegate>> s_copiers = new();
    private static readonly ConcurrentDictionary<Type, Func<object, object>> s_boxed = new();

    [ThreadStatic]
    private static HashSet<Type>? s_building;

    private static bool PassImmutable => AppContext.TryGetSwitch(PassImmutableSwitch, out var on) && on;

    /// <summary>The copier of a type as declared: a <c>Func&lt;T, T&gt;</c>.</summary>
    public static Delegate CopierOf(Type type) => s_copiers.GetOrAdd(type, static each => new Lazy<Delegate>(() => Build(each))).Value;

    /// <summary>Copies by the type that the object has.</summary>
    public static object CopyObject(object value) => s_boxed.GetOrAdd(value.GetType(), BuildBoxed)(value);

    /// <summary>Whether values of the declared type are handed over as they are. Checks the type on the way.</summary>
    /// <exception cref="CodecNotFoundException">The type may not travel.</exception>
    public static bool PassesAsIs(Type type)
    {
        if (Primitives.Contains(type)) return true;
        if (PassImmutable && type.IsDefined(typeof(ImmutableAttribute), false)) return true;
        Check(type);
        return false;
    }

    /// <summary>Copies what is known exactly as <typeparamref name="T"/>.</summary>
    public static Func<T, T> Exact<T>() =>
        Primitives.Contains(typeof(T)) ? static value => value
        : Collections.CopierOf(typeof(T)) is { } collection ? (Func<T, T>)collection
        : typeof(Exception).IsAssignableFrom(typeof(T)) ? static value => (T)(object)ExceptionRules.Check((Exception)(object)value!)
        : ObjectCopier.Build<T>(PassImmutable);

    /// <summary>Builds the copier of the type unless it is just being built: then there is nothing more to check.</summary>
    private static void Check(Type type)
    {
        s_building ??= [];
        if (!s_building.Add(type)) return;
        try
        {
            if (!IsOpenToSubtypes(type) || InterfaceCollections.Knows(type) || type.IsDefined(typeof(GenerateSerializerAttribute), false)) CopierOf(type);
        }
        finally
        {
            s_building.Remove(type);
        }
    }

    /// <summary>Whether a value of the declared type may have another type.</summary>
    private static bool IsOpenToSubtypes(Type type) => !type.IsSealed && !type.IsValueType;

    private static Delegate Build(Type type) => Invoke(nameof(BuildTyped), type) as Delegate ?? throw new InvalidOperationException();

    private static Func<T, T> BuildTyped<T>()
    {
        if (typeof(T).IsValueType) return Exact<T>();
        var exact = typeof(T).IsAbstract || typeof(T) == typeof(object) || typeof(IAddressable).IsAssignableFrom(typeof(T)) ? null : Exact<T>();
        if (typeof(T).IsSealed) return value => value is null ? value : exact!(value);
        if (InterfaceCollections.FallbackFor(typeof(T)) is { } fallback)
            return value => value is null ? value : (T)(Collections.Knows(value.GetType()) ? CopyObject(value) : fallback(value));
        return value =>
        {
            if (value is null || value is GrainReference) return value;
            if (exact is not null && value.GetType() == typeof(T)) return exact(value);
            return (T)CopyObject(value);
        };
    }

    private static Func<object, object> BuildBoxed(Type type)
    {
        if (typeof(GrainReference).IsAssignableFrom(type) || type == typeof(object)) return static value => value;
        if (typeof(Type).IsAssignableFrom(type)) return static value => value;
        if (typeof(IGrainBase).IsAssignableFrom(type))
            throw new CodecNotFoundException($"{type.FullName} is a grain itself: pass a reference to it, this.AsReference<…>().");
        return (Func<object, object>)Invoke(nameof(Box), type);
    }

    private static Func<object, object> Box<T>()
    {
        var exact = Exact<T>();
        return value => exact((T)value)!;
    }

    private static object Invoke(string method, Type type) =>
        typeof(CopyRules).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!;
}
