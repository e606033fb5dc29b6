using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Vault;

/// <summary>
/// The name of an encrypted object in the object store and of its key in the key store: 64 hexadecimal digits, a digest of the picture's
/// reference, so that a listing of the store tells nothing about brands, people or times.
/// </summary>
public readonly record struct ObjectName(string Value)
{
    /// <summary>Number of characters.</summary>
    public const int Length = 64;

    /// <summary>The parts into which names fall by their first two digits, evenly: folders, prefixes, shards of a sweep.</summary>
    public const int Parts = 256;

    /// <summary>The name of a picture's object.</summary>
    public static ObjectName Of(PictureRef picture) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"darkroom/object-name/v1\0{picture}"))));

    /// <summary>Whether a text is a name (and not some other file that lies in the store's folder).</summary>
    public static bool IsValid(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    /// <summary>0 to <see cref="Parts"/> − 1.</summary>
    public int Part => Convert.ToInt32(Value[..2], 16);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
