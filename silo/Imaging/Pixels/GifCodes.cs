namespace Darkroom.Imaging.Pixels;

/// <summary>The variable-length codes (LZW) in which a GIF writes its colour indexes.</summary>
internal static class GifCodes
{
    private const int MostCodes = 4096;
    private const int MostBits = 12;

    /// <summary>Decodes sub-blocks from this place; answers how many indexes were written (fewer than asked when the data ends).</summary>
    /// <param name="minimum">Bits of a colour index, as the file says: 2 to 8.</param>
    public static int Decode(ReadOnlySpan<byte> file, int at, int minimum, Span<byte> indexes)
    {
        if (minimum is < 2 or > 8) return 0;
        Span<ushort> prefix = stackalloc ushort[MostCodes];
        Span<byte> suffix = stackalloc byte[MostCodes];
        Span<byte> stack = stackalloc byte[MostCodes + 1];
        int clear = 1 << minimum, end = clear + 1, next = end + 1, bits = minimum + 1, previous = -1;
        byte first = 0;
        int held = 0, heldBits = 0, block = 0, written = 0;
        for (var n = 0; n < clear; n++) suffix[n] = (byte)n;

        while (written < indexes.Length)
        {
            while (heldBits < bits)
            {
                if (block == 0)
                {
                    if (at >= file.Length || file[at] == 0) return written;
                    block = file[at++];
                }

                if (at >= file.Length) return written;
                held |= file[at++] << heldBits;
                heldBits += 8;
                block--;
            }

            var code = held & ((1 << bits) - 1);
            held >>= bits;
            heldBits -= bits;
            if (code == end) return written;
            if (code == clear)
            {
                (next, bits, previous) = (end + 1, minimum + 1, -1);
                continue;
            }

            // The first code after a clear stands for itself; any later one is known or the very next.
            if (previous < 0 ? code >= clear : code > next || (code == next && next == MostCodes)) return written;
            var depth = 0;
            var walk = code;
            if (code == next && previous >= 0)
            {
                stack[depth++] = first;
                walk = previous;
            }

            while (walk > end)
            {
                stack[depth++] = suffix[walk];
                walk = prefix[walk];
            }

            first = suffix[walk];
            stack[depth++] = first;
            while (depth > 0 && written < indexes.Length) indexes[written++] = stack[--depth];
            if (previous >= 0 && next < MostCodes)
            {
                prefix[next] = (ushort)previous;
                suffix[next++] = first;
                if (next == 1 << bits && bits < MostBits) bits++;
            }

            previous = code;
        }

        return written;
    }
}
