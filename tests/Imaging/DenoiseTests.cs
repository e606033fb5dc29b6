using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

public sealed class DenoiseTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Noise_goes_and_the_picture_stays()
    {
        using var clean = Photo.Load("coffee.png");
        using var noisy = WithNoise(clean, 12);

        var output = await engine.Pool.Make("denoise", """{"strength":60,"format":"png"}""", Pictures.Encode(noisy, ".png"));

        using var made = output.Colour();
        Cv2.PSNR(made, clean).ShouldBeGreaterThan(Cv2.PSNR(noisy, clean) + 2.5);
    }

    [Fact]
    public async Task Tiles_leave_no_seams()
    {
        // A gentle slope over the border between tiles: a seam would be a step.
        using var slope = new Mat(64, 1100, MatType.CV_8UC3);
        for (int y = 0, rows = slope.Rows; y < rows; y++)
        {
            var row = slope.RowSpan<Vec3b>(y);
            for (var x = 0; x < row.Length; x++)
            {
                var value = (byte)(x * 255 / row.Length);
                row[x] = new Vec3b(value, value, value);
            }
        }

        var output = await engine.Pool.Make("denoise", """{"strength":40,"format":"png"}""", Pictures.Encode(slope, ".png"));

        using var made = output.Colour();
        int Step(int x) => Math.Abs(made.Get<Vec3b>(30, x).Item1 - made.Get<Vec3b>(30, x - 1).Item1);
        var elsewhere = Enumerable.Range(100, 800).Max(Step);
        Enumerable.Range(1015, 20).Max(Step).ShouldBeLessThanOrEqualTo(elsewhere);
    }

    [Fact]
    public async Task Transparency_and_grey_stay()
    {
        var alpha = await engine.Pool.Make("denoise", """{"format":"png"}""", Photos.Small("alpha.webp"));
        using var pixels = alpha.Pixels();
        pixels.Channels().ShouldBe(4);

        using var grey = new Mat(50, 60, MatType.CV_8UC1, new Scalar(90));
        var output = await engine.Pool.Make("denoise", """{"format":"png"}""", Pictures.Encode(grey, ".png"));
        using var made = output.Pixels();
        made.At(20, 20).Val0.ShouldBe(90);
    }

    private static Mat WithNoise(Mat clean, double deviation)
    {
        var random = new Random(7);
        var noisy = clean.Clone();
        foreach (ref var value in noisy.AsSpan<byte>())
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            value = (byte)Math.Clamp(value + (normal * deviation), 0, 255);
        }

        return noisy;
    }
}
