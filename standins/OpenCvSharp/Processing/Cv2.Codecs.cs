namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    /// <summary>Decodes a picture; the answer is empty when that is impossible. Colour is blue, green, red.</summary>
    /// <exception cref="ArgumentException">There are no bytes.</exception>
    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode(buf.AsSpan(), flags);
    }

    /// <inheritdoc cref="ImDecode(byte[], ImreadModes)"/>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty)
            throw new ArgumentException("an empty buffer is no picture", nameof(span));
        fixed (byte* data = span)
        {
            NativeError.Check(NativeMethods.Decode(data, span.Length, (int)flags, out var mat));
            return new(mat);
        }
    }

    /// <summary>Encodes a picture in the format of an extension, such as ".png".</summary>
    /// <param name="ext">The extension, with its dot.</param>
    /// <param name="img">The picture.</param>
    /// <param name="buf">The encoded bytes.</param>
    /// <param name="prms">Settings and values by turns.</param>
    /// <returns>Whether the encoder succeeded.</returns>
    /// <exception cref="OpenCVException">No encoder takes it.</exception>
    public static bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ext);
        ArgumentNullException.ThrowIfNull(img);
        prms ??= [];
        fixed (int* parameters = prms)
        {
            NativeError.Check(NativeMethods.Encode(
                ext, img, parameters, prms.Length, out var bytes, out var data, out var length, out var encoded));
            try
            {
                buf = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
            }
            finally
            {
                NativeError.Check(NativeMethods.BytesDelete(bytes));
            }
            return encoded != 0;
        }
    }

    /// <inheritdoc cref="ImEncode(string, InputArray, out byte[], int[])"/>
    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms)
    {
        ArgumentNullException.ThrowIfNull(prms);
        ImEncode(ext, img, out buf, [.. prms.SelectMany(p => new[] { (int)p.EncodingId, p.Value })]);
    }

    /// <summary>Whether a file can be decoded; its contents decide.</summary>
    public static bool HaveImageReader(string fileName)
    {
        NativeError.Check(NativeMethods.HaveReader(fileName, out var answer));
        return answer != 0;
    }

    /// <summary>Whether there is an encoder for a file name's extension.</summary>
    public static bool HaveImageWriter(string fileName)
    {
        NativeError.Check(NativeMethods.HaveWriter(fileName, out var answer));
        return answer != 0;
    }
}
