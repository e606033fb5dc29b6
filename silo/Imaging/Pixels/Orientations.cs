using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>The eight ways in which stored pixels may lie.</summary>
internal static class Orientations
{
    /// <summary>New pixels that are upright, or null when these are.</summary>
    public static Mat? Apply(Mat pixels, PictureOrientation orientation)
    {
        if (orientation == PictureOrientation.Upright) return null;
        var upright = new Mat();
        switch (orientation)
        {
            case PictureOrientation.Mirrored:
                Cv2.Flip(pixels, upright, FlipMode.Y);
                break;
            case PictureOrientation.HalfTurn:
                Cv2.Flip(pixels, upright, FlipMode.XY);
                break;
            case PictureOrientation.Flipped:
                Cv2.Flip(pixels, upright, FlipMode.X);
                break;
            case PictureOrientation.Transposed:
                Cv2.Transpose(pixels, upright);
                break;
            case PictureOrientation.QuarterTurn:
                Cv2.Rotate(pixels, upright, RotateFlags.Rotate90Clockwise);
                break;
            case PictureOrientation.Transversed:
                using (var transposed = new Mat())
                {
                    Cv2.Transpose(pixels, transposed);
                    Cv2.Flip(transposed, upright, FlipMode.XY);
                }

                break;
            case PictureOrientation.ThreeQuarterTurn:
                Cv2.Rotate(pixels, upright, RotateFlags.Rotate90Counterclockwise);
                break;
            default:
                upright.Dispose();
                throw new ArgumentOutOfRangeException(nameof(orientation), orientation, null);
        }

        return upright;
    }
}
