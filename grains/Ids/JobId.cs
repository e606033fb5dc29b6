namespace Darkroom;

/// <summary>One picture job of one brand. The HTTP API shows <see cref="Value"/> alone; the brand comes from the host name.</summary>
/// <param name="Brand">The brand that the job runs for.</param>
/// <param name="Value">A <see cref="SortableId"/> with the prefix <c>j</c>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.job-id")]
public readonly record struct JobId([property: Id(0)] BrandId Brand, [property: Id(1)] string Value)
{
    /// <summary>A new id, ordered by the time of its making.</summary>
    public static JobId New(BrandId brand, TimeProvider time, RandomSource random) =>
        new(brand, SortableId.New('j', time, random));

    /// <summary>When the id was made; null for one of another form.</summary>
    public DateTimeOffset? MadeAt => SortableId.TimeOf(Value);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not <c>brand/value</c>.</exception>
    public static JobId Parse(string text)
    {
        var (brand, value) = SortableId.Split(text);
        return new JobId(brand, value);
    }

    /// <summary><c>brand/value</c>: the form in grain keys and database columns.</summary>
    public override string ToString() => $"{Brand.Value}/{Value}";
}
