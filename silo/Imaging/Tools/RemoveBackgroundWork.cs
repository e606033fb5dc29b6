using Darkroom.Imaging.Matting;
using Darkroom.Imaging.Models;
using Darkroom.Imaging.Pixels;
using Darkroom.Pictures;
using Darkroom.Tools;
using OpenCvSharp;

namespace Darkroom.Imaging.Tools;

/// <summary>The code of <c>remove-background</c>.</summary>
internal sealed class RemoveBackgroundWork(SubjectModel model, int threads) : IPictureTool
{
    // At full strength the blur reaches over this share of the longer side.
    private const double WidestBlur = 0.08;

    public Size? Enough(PictureHeader header, string parameters) => null;

    public ImagingOutput Run(Picture picture, string parameters, Work work)
    {
        var asked = RemoveBackgroundParameters.Parse(parameters);
        picture.TurnUpright();
        if (picture.Pixels.Channels() == 1) picture.Replace(Channels.ToColour(picture.Pixels));
        using var opaque = picture.HasAlpha ? Alpha.OverWhite(picture.Pixels) : null;
        var seen = opaque ?? picture.Pixels;

        using var subject = model.Find(seen);
        work.Reached(0.7);
        var blur = asked.Background is NewBackground.Blur { Strength: var strength } ? WidestBlur * strength / 100 : (double?)null;
        using var maps = Matter.Prepare(seen, subject, blur);
        work.Reached(0.8);
        using var result = new Compositor(maps, asked.Background, threads).Compose(picture.Pixels, work.Cancellation);
        work.Reached(0.9);
        return PictureEncoder.Encode(result, asked.Format, asked.Quality, picture.Header.Type);
    }
}
