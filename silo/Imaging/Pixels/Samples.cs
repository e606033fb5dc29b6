using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Darkroom.Imaging.Pixels;

/// <summary>Bytes to floats and back, sixteen at a time.</summary>
internal static class Samples
{
    private const int Lanes = 16;

    /// <summary>0..255 as they are. The target may be longer.</summary>
    public static void Widen(ReadOnlySpan<byte> from, Span<float> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to[..from.Length]);
        nuint at = 0;
        for (; at + Lanes <= (nuint)from.Length; at += Lanes)
        {
            var words = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, at).ToVector256Unsafe());
            var (low, high) = Vector256.Widen(words);
            Vector512.ConvertToSingle(Vector512.Create(low.AsInt32(), high.AsInt32())).StoreUnsafe(ref target, at);
        }

        for (var n = (int)at; n < from.Length; n++) to[n] = from[n];
    }

    /// <summary>Rounded; what is below 0 or above 255 becomes that.</summary>
    public static void Narrow(ReadOnlySpan<float> from, Span<byte> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to[..from.Length]);
        nuint at = 0;
        var (half, most) = (Vector512.Create(0.5f), Vector512.Create(255f));
        for (; at + Lanes <= (nuint)from.Length; at += Lanes)
        {
            var values = Vector512.Min(Vector512.Max(Vector512.LoadUnsafe(ref source, at), Vector512<float>.Zero), most);
            var whole = Vector512.ConvertToInt32(values + half);
            var words = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
            Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte().StoreUnsafe(ref target, at);
        }

        for (var n = (int)at; n < from.Length; n++) to[n] = (byte)(Math.Clamp(from[n], 0, 255) + 0.5f);
    }
}
