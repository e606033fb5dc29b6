namespace Darkroom;

/// <summary>
/// A photo service that runs on the cluster. The brand is part of every id, key, unique index and staff role:
/// the same e-mail address at two brands is two unrelated people.
/// </summary>
/// <param name="Value">The name of the brand file without its extension: lower-case letters and digits.</param>
[GenerateSerializer, Immutable, Alias("darkroom.brand-id")]
public readonly record struct BrandId([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
