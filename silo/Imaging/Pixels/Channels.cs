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
}
