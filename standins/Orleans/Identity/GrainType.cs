namespace Orleans.Runtime;

/// <summary>The name of a grain class within grain ids. Compares by ordinal value.</summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>, IFormattable
{
    private readonly string? _value;
    private readonly int _hash;

    private GrainType(string value)
    {
        _value = value;
        _hash = value.GetHashCode(StringComparison.Ordinal);
    }

    public bool IsDefault => _value is null;

    public static GrainType Create(string value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A hash that is the same in every process and run.</summary>
    public uint GetUniformHashCode() => InProcess.StableHash.Compute(_value ?? "");

    public bool Equals(GrainType obj) => _hash == obj._hash && string.Equals(_value, obj._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    public override int GetHashCode() => _hash;

    public int CompareTo(GrainType other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => _value ?? "";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
