using Darkroom.Imaging.Pixels;
using Darkroom.Pictures;
using Darkroom.Tools;
using OpenCvSharp;

namespace Darkroom.Imaging.Tools;

/// <summary>The code of <c>resize</c>.</summary>
internal sealed class ResizeWork(int threads) : IPictureTool
{
    public Size? Enough(PictureHeader header, string parameters)
    {
        var plan = ResizePlan.Make(header.Width, header.Height, ResizeParameters.Parse(parameters));
        return Stored(plan.Whole, header.Orientation);
    }

    public ImagingOutput Run(Picture picture, string parameters, Work work)
    {
        var asked = ResizeParameters.Parse(parameters);
        var plan = ResizePlan.Make(picture.Header.Width, picture.Header.Height, asked);
        work.Reached(0.4);
        // Turning comes last, because there are fewer pixels then (when the picture shrinks, which is the rule).
        picture.Replace(Resampler.Resize(picture.Pixels, Stored(plan.Whole, picture.Orientation), threads));
        picture.TurnUpright();
        work.Reached(0.7);
        using var cut = new Mat(picture.Pixels, plan.Cut);
        return PictureEncoder.Encode(cut, asked.Format, asked.Quality, picture.Header.Type);
    }

    private static Size Stored(Size upright, PictureOrientation orientation) =>
        orientation >= PictureOrientation.Transposed ? new Size(upright.Height, upright.Width) : upright;
}
