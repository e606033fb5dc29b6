using System.Reflection;

namespace Darkroom.Orleans.Tests;

/// <summary>Makes messages of a type out of a seed: any subtype, any value of the members, some absent, some empty.</summary>
internal sealed class MessageMaker(int seed)
{
    private static readonly NullabilityInfoContext s_nullability = new();

    private readonly Random _random = new(seed);

    public object? Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return _random.Next(3) == 0 ? null : Make(value);
        if (type.IsEnum) return Pick(Enum.GetValues(type).Cast<object>().ToArray());
        if (type.IsArray) return Filled(type.GetElementType()!, nameof(ArrayOf));
        if (type.IsGenericType) return OfGeneric(type);
        return Simple(type) ?? (typeof(Exception).IsAssignableFrom(type) ? Activator.CreateInstance(type, Text()) : OfMessage(type));
    }

    private object? Simple(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => Text(),
        TypeCode.Boolean => _random.Next(2) == 1,
        TypeCode.Int32 => _random.Next(int.MinValue, int.MaxValue),
        TypeCode.Int64 => _random.NextInt64(long.MinValue, long.MaxValue),
        TypeCode.Byte => (byte)_random.Next(256),
        TypeCode.Double => _random.NextDouble() * 1000,
        TypeCode.Decimal => _random.Next() / 100m,
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(_random.NextInt64(DateTime.MaxValue.Ticks / 2), TimeSpan.FromHours(_random.Next(-12, 13))),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(_random.Next(700_000)),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(_random.NextInt64(TimeSpan.TicksPerDay * 1000)),
        _ when type == typeof(Guid) => new Guid(Bytes(16)),
        _ when type == typeof(Uri) => new Uri($"https://example.org/{_random.Next()}"),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes(_random.Next(40))),
        _ => null,
    };

    /// <exception cref="NotSupportedException">A collection that no message had until now: say here how to make one.</exception>
    private object? OfGeneric(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GetGenericArguments();
        if (definition == typeof(IReadOnlyDictionary<,>) || definition == typeof(Dictionary<,>)) return Filled(arguments[1], nameof(DictionaryOf));
        if (definition == typeof(List<>)) return Filled(arguments[0], nameof(ListOf));
        if (type.IsAssignableFrom(typeof(IReadOnlyList<>).MakeGenericType(arguments))) return Filled(arguments[0], _random.Next(2) == 0 ? nameof(ArrayOf) : nameof(ExpressionOf));
        return Simple(type) ?? throw new NotSupportedException($"How is a {type} made?");
    }

    private object OfMessage(Type type)
    {
        if (type.IsAbstract) return OfMessage((Type)Pick(type.GetNestedTypes().Where(type.IsAssignableFrom).Cast<object>().ToArray()));
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(each => !each.GetParameters().Any(parameter => parameter.ParameterType == type)).OrderByDescending(each => each.GetParameters().Length).FirstOrDefault();
        var made = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && MessageText.IsNumbered(property)
            && constructor?.GetParameters().Any(parameter => parameter.Name == property.Name) is not true))
            property.SetValue(made, Make(property.PropertyType));
        return made;
    }

    private object? Argument(ParameterInfo parameter)
    {
        var mayBeAbsent = !parameter.ParameterType.IsValueType && s_nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        return mayBeAbsent && _random.Next(3) == 0 ? null : Make(parameter.ParameterType);
    }

    private object Filled(Type element, string method) =>
        GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(element).Invoke(this, [])!;

    private T[] ArrayOf<T>() => [.. ListOf<T>()];

    private List<T> ListOf<T>() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => (T)Make(typeof(T))!)];

    /// <summary>As the compiler makes it of <c>[a, b]</c>: a type of its own, which has to travel too.</summary>
    private IReadOnlyList<T> ExpressionOf<T>() => _random.Next(2) == 0 ? [(T)Make(typeof(T))!] : [(T)Make(typeof(T))!, (T)Make(typeof(T))!];

    private Dictionary<string, T> DictionaryOf<T>() => ListOf<T>().Select((value, at) => (value, at)).ToDictionary(each => $"{each.at} {Text()}", each => each.value);

    private object Pick(object[] all) => all[_random.Next(all.Length)];

    private string Text() => new([.. Enumerable.Range(0, _random.Next(12)).Select(_ => "aZ0 é漢\n\"{"[_random.Next(9)])]);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
