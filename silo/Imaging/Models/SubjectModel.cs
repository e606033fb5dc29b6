using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace Darkroom.Imaging.Models;

/// <summary>Finds what a picture is of: ISNet, trained for general objects on 1024 × 1024 pixels.</summary>
internal sealed class SubjectModel(ModelStore models)
{
    private const string Name = "isnet";
    private const int Side = 1024;
    private const float Middle = 128;
    private const float Range = 256;

    /// <summary>How much of each pixel belongs to the subject: 0 to 1, as floats, in the model's square.</summary>
    /// <param name="picture">Three channels (blue, green, red), upright, any size.</param>
    public Mat Find(Mat picture)
    {
        var session = models.Get(Name);
        var planes = new float[3 * Side * Side];
        using (var square = new Mat())
        {
            // The model was trained on pictures that are stretched to the square.
            var shrinks = picture.Width >= Side && picture.Height >= Side;
            Cv2.Resize(picture, square, new Size(Side, Side), 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
            Fill(planes, square);
        }

        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, Side, Side]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["input"], [input], ["output"]);
        var subject = new Mat(Side, Side, MatType.CV_32FC1);
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(subject.AsSpan<float>());
        return subject;
    }

    // Planes in the order red, green, blue.
    private static void Fill(float[] planes, Mat square)
    {
        var pixels = square.AsSpan<byte>();
        var red = planes.AsSpan(0, Side * Side);
        var green = planes.AsSpan(Side * Side, Side * Side);
        var blue = planes.AsSpan(2 * Side * Side, Side * Side);
        for (int n = 0, at = 0; n < red.Length; n++, at += 3)
        {
            blue[n] = (pixels[at] - Middle) / Range;
            green[n] = (pixels[at + 1] - Middle) / Range;
            red[n] = (pixels[at + 2] - Middle) / Range;
        }
    }
}
