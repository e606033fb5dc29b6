using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Numerics;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The types whose values nobody can change, and which may travel as they are.</summary>
internal static class Primitives
{
    private static readonly FrozenSet<Type> s_types = new[]
    {
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(nint), typeof(nuint), typeof(Int128), typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(BigInteger),
        typeof(char), typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Uri), typeof(Version), typeof(Type), typeof(CultureInfo), typeof(CompareInfo), typeof(IPAddress), typeof(IPEndPoint),
        typeof(CancellationToken), typeof(DBNull),
        typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(GrainInterfaceType), typeof(NoResult), typeof(NoArguments),
    }.ToFrozenSet();

    public static bool Contains(Type type) => s_types.Contains(type) || type.IsEnum
        || (Nullable.GetUnderlyingType(type) is { } underlying && Contains(underlying));
}
