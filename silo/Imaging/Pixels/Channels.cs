using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>Numbers of channels.</summary>
internal static class Channels
{
    /// <summary>Grey pixels as three equal channels.</summary>
    public static Mat ToColour(Mat grey)
    {
        var colour = new Mat();
        Cv2.CvtColor(grey, colour, ColorConversionCodes.GRAY2BGR);
        return colour;
    }

    /// <summary>Leaves the picture three channels and answers its alpha.</summary>
    public static Mat TakeAlpha(Picture picture)
    {
        var alpha = new Mat();
        Cv2.ExtractChannel(picture.Pixels, alpha, 3);
        var colour = new Mat();
        Cv2.CvtColor(picture.Pixels, colour, ColorConversionCodes.BGRA2BGR);
        picture.Replace(colour);
        return alpha;
    }

    /// <summary>Four channels.</summary>
    public static Mat WithAlpha(Mat colour, Mat alpha)
    {
        var both = new Mat();
        Cv2.CvtColor(colour, both, ColorConversionCodes.BGR2BGRA);
        Cv2.InsertChannel(alpha, both, 3);
        return both;
    }
}
