using System.Reflection;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace Darkroom.Imaging.Tests.Standins;

public sealed class OnnxRuntimeTests
{
    private const int Side = 1024;

    private static string Model => Path.Combine(
        typeof(OnnxRuntimeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModelStore").Value!,
        "isnet.onnx");

    [Fact]
    public void The_version_is_the_one_that_is_pinned() => OrtEnv.Instance().GetVersionString().ShouldBe("1.29.0");

    [Fact]
    public void The_segmentation_model_tells_the_astronaut_from_the_background()
    {
        using var options = new SessionOptions { EnableMemoryPattern = false };
        using var session = new InferenceSession(Model, options);
        using var photo = Photo.Load("astronaut.png");

        using var alpha = Alpha(session, photo);

        session.OutputNames.ShouldBe(["output"]);
        // Her face and suit stay, the flag and the shuttle model behind her go; in thousandths of the side.
        Mean(alpha, new Rect(390, 140, 120, 140)).ShouldBeGreaterThan(0.98);
        Mean(alpha, new Rect(300, 700, 300, 200)).ShouldBeGreaterThan(0.98);
        Mean(alpha, new Rect(20, 50, 150, 200)).ShouldBeLessThan(0.02);
        Mean(alpha, new Rect(850, 20, 120, 200)).ShouldBeLessThan(0.02);
    }

    [Fact]
    public void A_file_that_is_no_model_is_an_exception()
    {
        Should.Throw<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3, 4]));
    }

    private static Mat Alpha(InferenceSession session, Mat photo)
    {
        using var scaled = new Mat();
        Cv2.Resize(photo, scaled, new Size(Side, Side), 0, 0, InterpolationFlags.Linear);
        var pixels = scaled.AsSpan<Vec3b>();
        var planes = new float[3 * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            planes[i] = (pixels[i].Item2 - 128) / 256f;
            planes[i + Side * Side] = (pixels[i].Item1 - 128) / 256f;
            planes[i + 2 * Side * Side] = (pixels[i].Item0 - 128) / 256f;
        }

        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, Side, Side]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["input"], [input], ["output"]);
        var alpha = new Mat(Side, Side, MatType.CV_32FC1);
        results[0].GetTensorDataAsSpan<float>().CopyTo(alpha.AsSpan<float>());
        return alpha;
    }

    private static double Mean(Mat alpha, Rect thousandths)
    {
        static int Scale(int v) => v * Side / 1000;
        using var region = alpha.SubMat(new Rect(Scale(thousandths.X), Scale(thousandths.Y), Scale(thousandths.Width), Scale(thousandths.Height)));
        return Cv2.Mean(region).Val0;
    }
}
