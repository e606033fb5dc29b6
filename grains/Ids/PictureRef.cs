namespace Darkroom;

/// <summary>
/// Points at one encrypted object in the vault. Between the services only this reference travels, never pixels.
/// </summary>
/// <param name="Owner">Whose key wraps the object's key.</param>
/// <param name="Value">A <see cref="SortableId"/> with the prefix <c>p</c>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.picture-ref")]
public readonly record struct PictureRef([property: Id(0)] UserId Owner, [property: Id(1)] string Value)
{
    /// <summary>A new reference, ordered by the time of its making.</summary>
    public static PictureRef New(UserId owner, TimeProvider time, RandomSource random) =>
        new(owner, SortableId.New('p', time, random));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not <c>brand/user/value</c>.</exception>
    public static PictureRef Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 ? new PictureRef(UserId.Parse(text[..slash]), text[(slash + 1)..])
            : throw new FormatException("A picture reference is brand/user/value.");
    }

    /// <summary><c>brand/user/value</c>: the form in database columns and object names.</summary>
    public override string ToString() => $"{Owner}/{Value}";
}
