using Darkroom.Imaging.Colour;
using Darkroom.Pictures;
using OpenCvSharp;
using ErrorCode = OpenCvSharp.ErrorCode;

namespace Darkroom.Imaging.Pixels;

/// <summary>
/// Turns files into pixels: header first, then limits, then the codec, then colour. Metadata stays behind in the file.
/// </summary>
internal sealed class PictureDecoder(long maximumPixels)
{
    private readonly ProbeLimits limits = new(maximumPixels, int.MaxValue) { Accepted = new HashSet<PictureType>(Enum.GetValues<PictureType>()) };

    /// <summary>Decodes a file.</summary>
    /// <param name="enough">
    /// The size (as stored) that suffices, by header, or null for all pixels: a JPEG can be decoded at a half, a quarter or an eighth of its size.
    /// </param>
    public DecodeResult Decode(ReadOnlySpan<byte> file, Func<PictureHeader, Size?> enough)
    {
        switch (PictureProbe.Read(file, limits))
        {
            case ProbeResult.Known { Header: var header }:
                return Decode(file, header, enough(header));
            case ProbeResult.Refused(var code, var detail):
                return new DecodeResult.Refused(code, detail);
            default:
                throw new InvalidOperationException("A finished probe knows or refuses.");
        }
    }

    private static DecodeResult Decode(ReadOnlySpan<byte> file, PictureHeader header, Size? enough)
    {
        Mat? pixels;
        try
        {
            pixels = header.Type switch
            {
                PictureType.Jpeg => JpegPixels.Decode(file, header, enough),
                PictureType.Gif => GifPixels.Decode(file, header),
                PictureType.WebP => WebPPixels.Decode(file, header),
                _ => Cv2.ImDecode(file, ImreadModes.Unchanged),
            };
        }
        catch (OpenCVException error) when (error.Status != ErrorCode.StsNoMem)
        {
            pixels = null;
        }

        if (pixels is null || pixels.Empty())
        {
            pixels?.Dispose();
            return header.Type is PictureType.Avif or PictureType.Heic
                ? new DecodeResult.Refused(PictureRefusal.Unsupported, $"{header.Type.DisplayName()} pictures cannot be read here. Send JPEG, PNG, WebP or GIF.")
                : new DecodeResult.Refused(PictureRefusal.Corrupt, $"The {header.Type.DisplayName()} picture is broken.");
        }

        var picture = new Picture(pixels, header);
        picture.Replace(EightBits(pixels));
        if (EmbeddedProfile.Find(file, header.Type) is { } icc && ColourProfile.Read(icc) is { } profile) ToStandardColours.Apply(picture.Pixels, profile);
        return new DecodeResult.Decoded(picture);
    }

    private static Mat EightBits(Mat pixels)
    {
        if (pixels.Depth() == MatType.CV_8U) return pixels;
        var eight = new Mat();
        // 65,535 / 255 exactly, so that white stays white.
        pixels.ConvertTo(eight, MatType.CV_8U, 1 / 257.0);
        return eight;
    }
}
