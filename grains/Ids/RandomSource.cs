using System.Security.Cryptography;

namespace Darkroom;

/// <summary>
/// Where all random bytes come from, so that a simulation can repeat them. Thread-safe.
/// Beside <see cref="TimeProvider"/> it is the second thing that rules never reach for themselves.
/// </summary>
public abstract class RandomSource
{
    /// <summary>The operating system's cryptographic generator.</summary>
    public static RandomSource System { get; } = new Cryptographic();

    /// <summary>Fills the span with unpredictable bytes.</summary>
    public abstract void Fill(Span<byte> bytes);

    /// <summary>A new array of unpredictable bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    private sealed class Cryptographic : RandomSource
    {
        public override void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }
}
