using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>
/// What is estimated about a picture at working size (at most 1024 pixels on a side) and then spread over all its pixels.
/// All are floats in 0..1 per pixel of the working size.
/// </summary>
/// <param name="Subject">The model's alpha, one channel.</param>
/// <param name="Band">How much the guided alpha counts against the model's, one channel: 1 along outlines, 0 away from them.</param>
/// <param name="Slope">Guided alpha = slope · colour + offset; three channels like the picture.</param>
/// <param name="Offset">See <paramref name="Slope"/>; one channel.</param>
/// <param name="Foreground">The subject's own colour, also where it is mixed with what is behind; three channels.</param>
/// <param name="Background">The colour behind; three channels.</param>
/// <param name="Behind">What a blurred background shows, or null where none is wanted; three channels.</param>
internal sealed record MattingMaps(Mat Subject, Mat Band, Mat Slope, Mat Offset, Mat Foreground, Mat Background, Mat? Behind) : IDisposable
{
    public void Dispose()
    {
        foreach (var map in new[] { Subject, Band, Slope, Offset, Foreground, Background, Behind }) map?.Dispose();
    }
}
