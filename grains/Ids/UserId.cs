namespace Darkroom;

/// <summary>A person's account at one brand. Says nothing about the person: no e-mail is ever in a key.</summary>
/// <param name="Brand">The brand that the account belongs to.</param>
/// <param name="Value">A <see cref="SortableId"/> with the prefix <c>u</c>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.user-id")]
public readonly record struct UserId([property: Id(0)] BrandId Brand, [property: Id(1)] string Value)
{
    /// <summary>A new id, ordered by the time of its making.</summary>
    public static UserId New(BrandId brand, TimeProvider time, RandomSource random) =>
        new(brand, SortableId.New('u', time, random));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not <c>brand/value</c>.</exception>
    public static UserId Parse(string text)
    {
        var (brand, value) = SortableId.Split(text);
        return new UserId(brand, value);
    }

    /// <summary><c>brand/value</c>: the form in grain keys and database columns.</summary>
    public override string ToString() => $"{Brand.Value}/{Value}";
}
