namespace Darkroom.Brands;

/// <summary>What a brand file says about people's data: what there is, who is given it, what people can ask for.</summary>
internal sealed partial record BrandFile
{
    public sealed record NoticePart(int Days, string Clause);

    /// <summary>A kind of data; <see cref="Retention"/> names a rule of <see cref="RetentionPart"/>. Nullable, so that what is missing is told with its remedy.</summary>
    public sealed record DataPart(IReadOnlyList<string> Purposes)
    {
        public string? Retention { get; init; }
    }

    public sealed record RecipientPart(string Purpose, IReadOnlyList<string> Receives)
    {
        /// <summary>Absent where the operator has engaged nobody, and for authorities.</summary>
        public string? Name { get; init; }

        public string? Country { get; init; }

        public string? Safeguard { get; init; }
    }

    public sealed record RightPart(string Longest)
    {
        /// <summary>Absent where the law alone gives the right.</summary>
        public string? Clause { get; init; }
    }

    public sealed record CookiePart(string Name, string Purpose, bool Essential, string Longest);
}
