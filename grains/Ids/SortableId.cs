using System.Buffers;
using System.Buffers.Binary;

namespace Darkroom;

/// <summary>
/// The text of our ids: a letter for the kind, then 26 characters of Crockford's base 32 in lower case, 48 bits of
/// milliseconds since 1970 and 80 random bits (the layout of a ULID, https://github.com/ulid/spec), so that ids sort
/// by time and cannot be guessed. Never all digits: Orleans' AdoNet storage would parse such a key as a number.
/// </summary>
public static class SortableId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    /// <summary>The number of characters of every id: the kind and 26 digits.</summary>
    public const int Length = 27;

    /// <summary>Makes an id of the given kind.</summary>
    public static string New(char kind, TimeProvider time, RandomSource random)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        random.Fill(bytes[6..]);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[Length];
        text[0] = kind;
        for (var i = Length - 1; i > 0; i--, number >>= 5)
        {
            text[i] = Alphabet[(int)(number & 31)];
        }

        return new string(text);
    }

    /// <summary>Whether a text from outside has the form of an id of this kind (it may still name nothing).</summary>
    public static bool IsValid(string? text, char kind) =>
        text is { Length: Length } && text[0] == kind && text.AsSpan(1).IndexOfAnyExcept(Digits) < 0;

    /// <summary>When an id of this form was made, to the millisecond; null for a text of another form.</summary>
    public static DateTimeOffset? TimeOf(string text)
    {
        if (text.Length != Length || text.AsSpan(1).IndexOfAnyExcept(Digits) >= 0)
        {
            return null;
        }

        // 26 digits have 130 bits; the first has the upper 3 of 128, the first 10 the 48 bits of the time.
        var milliseconds = 0L;
        foreach (var digit in text.AsSpan(1, 10))
        {
            milliseconds = (milliseconds << 5) | (long)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        }

        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    internal static (BrandId Brand, string Value) Split(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && slash == text.LastIndexOf('/') && slash < text.Length - 1
            ? (new BrandId(text[..slash]), text[(slash + 1)..])
            : throw new FormatException("An id is brand/value.");
    }
}
