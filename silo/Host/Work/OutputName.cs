using System.Globalization;

namespace Darkroom.Silo.Work;

/// <summary>What a result is called when it is downloaded.</summary>
internal static class OutputName
{
    private const int LongestStem = 80;

    /// <summary><c>beach.jpg</c> and the tool <c>resize</c> make <c>beach-resize.png</c>.</summary>
    /// <param name="input">The name of the first input as the client sent it, or null.</param>
    /// <param name="index">Counted from 0; from the second on it is part of the name.</param>
    public static string For(string? input, string tool, int index, string extension)
    {
        var name = input ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        var stem = new string([.. (dot > 0 ? name[..dot] : name).Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))]);
        stem = Shorten(stem.Trim(' ', '.'));
        var number = index == 0 ? "" : (index + 1).ToString(CultureInfo.InvariantCulture);
        return $"{(stem.Length > 0 ? stem : "picture")}-{tool}{(number.Length > 0 ? "-" + number : "")}.{extension}";
    }

    private static string Shorten(string stem)
    {
        if (stem.Length <= LongestStem)
        {
            return stem;
        }

        // Not between the two halves of one character.
        return stem[..(char.IsHighSurrogate(stem[LongestStem - 1]) ? LongestStem - 1 : LongestStem)];
    }
}
