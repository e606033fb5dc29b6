using System.Text;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// A grain's key as the AdoNet packages keep it: what reads as a GUID or as a hexadecimal number is kept as numbers,
/// whatever interface the grain has.
/// </summary>
internal readonly record struct AdoGrainKey(long N0, long N1, string? Text, int Hash)
{
    public static AdoGrainKey Of(GrainId grainId)
    {
        byte[] bytes;
        if (grainId.TryGetGuidKey(out var guid, out var extension))
        {
            bytes = guid.ToByteArray();
            return Make(BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8), extension, bytes);
        }

        if (grainId.TryGetIntegerKey(out var number, out extension))
        {
            bytes = BitConverter.GetBytes(number);
            return Make(0, number, extension, bytes);
        }

        return Make(0, 0, grainId.Key.ToString(), []);
    }

    private static AdoGrainKey Make(long n0, long n1, string? text, byte[] bytes)
    {
        byte[] hashed = text is null ? bytes : [.. bytes, .. Encoding.UTF8.GetBytes(text)];
        Array.Reverse(hashed);
        return new AdoGrainKey(n0, n1, text, (int)StableHash.Compute(hashed));
    }
}
