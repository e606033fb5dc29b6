using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>
/// A decoded picture: 8 bits a sample, sRGB, one (grey), three (blue, green, red) or four (and straight alpha) channels, as stored:
/// <see cref="TurnUpright"/> applies the orientation. Owns its pixels.
/// </summary>
internal sealed class Picture(Mat pixels, PictureHeader header) : IDisposable
{
    /// <summary>The pixels; owned by this object.</summary>
    public Mat Pixels { get; private set; } = pixels;

    /// <summary>What the file's header said (the stored size, not that of a scaled decoding).</summary>
    public PictureHeader Header => header;

    /// <summary>What is left to be applied.</summary>
    public PictureOrientation Orientation { get; private set; } = header.Orientation;

    public bool HasAlpha => Pixels.Channels() == 4;

    /// <summary>Puts other pixels in the place of these, which are released.</summary>
    public void Replace(Mat pixels)
    {
        if (!ReferenceEquals(pixels, Pixels)) Pixels.Dispose();
        Pixels = pixels;
    }

    /// <summary>Applies the orientation to the pixels.</summary>
    public void TurnUpright()
    {
        var turned = Orientations.Apply(Pixels, Orientation);
        if (turned is not null) Replace(turned);
        Orientation = PictureOrientation.Upright;
    }

    public void Dispose() => Pixels.Dispose();
}
