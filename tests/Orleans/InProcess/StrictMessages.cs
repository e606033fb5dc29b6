using System.Collections.Immutable;
using Orleans;

namespace Darkroom.Orleans.Tests;

public class PlainClass
{
    public int Value { get; set; }
}

[GenerateSerializer]
public sealed class ForgetfulClass
{
    [Id(0)]
    public string Name { get; set; } = "";

    public int Size { get; set; }
}

[GenerateSerializer]
public sealed class DoubledClass
{
    [Id(0)]
    public int One { get; set; }

    [Id(0)]
    public int Two { get; set; }
}

[GenerateSerializer]
public sealed class DerivedClass : PlainClass
{
    [Id(0)]
    public int More { get; set; }
}

[GenerateSerializer, Immutable]
public sealed class FrozenForgetful
{
    public int Lost { get; } = 1;
}

[GenerateSerializer]
public abstract record Shape
{
    [Id(0)]
    public string Colour { get; init; } = "none";

    [GenerateSerializer, Immutable]
    public sealed record Circle([property: Id(0)] int Radius) : Shape;

    [GenerateSerializer, Immutable]
    public sealed record Box(int Width, int Height) : Shape;
}

public sealed record Unmarked(int Value) : Shape;

[GenerateSerializer]
public sealed class Node
{
    [Id(0)]
    public Node? Next { get; set; }
}

public sealed class UnmarkedException(string message) : Exception(message);

[GenerateSerializer]
public sealed record Everything(
    Guid Id, DateTimeOffset At, TimeSpan Span, Uri Address, DayOfWeek Day, decimal Amount, int? Nothing, long? Something,
    int[] Numbers, ReadOnlyMemory<byte> Bytes, List<List<int>> Nested, HashSet<string> Names, ImmutableList<string> List,
    ImmutableDictionary<string, int> Map, (string Name, int Count) Tuple, KeyValuePair<string, int> Pair, IReadOnlyList<Shape> Shapes);
