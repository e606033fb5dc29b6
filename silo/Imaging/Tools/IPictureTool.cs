using Darkroom.Imaging.Pixels;
using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Tools;

/// <summary>The code of a tool of the catalogue: a function from a decoded picture to a result. Stateless apart from loaded models.</summary>
internal interface IPictureTool
{
    /// <summary>The stored size that suffices for these parameters, or null when the tool wants all pixels.</summary>
    Size? Enough(PictureHeader header, string parameters);

    /// <summary>Does the work. The picture may be changed; the caller disposes it.</summary>
    ImagingOutput Run(Picture picture, string parameters, Work work);
}

/// <summary>One request as a tool sees it.</summary>
internal readonly struct Work(Action<double> report, CancellationToken cancellation)
{
    public CancellationToken Cancellation => cancellation;

    /// <summary>A stage is done: tells how far the work is (0 to 1) and stops if it is not wanted any more.</summary>
    public void Reached(double done)
    {
        cancellation.ThrowIfCancellationRequested();
        report(done);
    }
}
