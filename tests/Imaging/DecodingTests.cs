using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

public sealed class DecodingTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private const string AsPng = """{"width":128,"format":"png"}""";

    [Theory]
    [InlineData("sixteen-bits.png", 45)]
    [InlineData("interlaced.png", 60)]
    [InlineData("interlaced.gif", 25)]
    [InlineData("animated.gif", 25)]
    [InlineData("animated.webp", 28)]
    [InlineData("lossy.webp", 28)]
    [InlineData("alpha.webp", 45)]
    [InlineData("palette-alpha.png", 25)]
    [InlineData("display-p3.jpg", 30)]
    [InlineData("cmyk.jpg", 12)]
    public async Task Every_form_shows_the_same_face(string name, double similar)
    {
        using var expected = Reference();

        var output = await engine.Pool.Make("resize", AsPng, Photos.Small(name));

        using var made = output.Colour();
        Cv2.PSNR(made, expected).ShouldBeGreaterThan(similar);
    }

    [Theory]
    [InlineData("palette-alpha.png")]
    [InlineData("grey-alpha.png")]
    [InlineData("alpha.webp")]
    public async Task Half_transparency_stays_half(string name)
    {
        var output = await engine.Pool.Make("resize", """{"width":50,"format":"png"}""", Photos.Small(name));

        using var made = output.Pixels();
        made.Channels().ShouldBe(4);
        made.At(20, 20).Val3.ShouldBeInRange(126, 129);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Orientation_is_applied(int orientation)
    {
        using var upright = Marked();
        using var stored = Store(upright, orientation);

        var fromJpeg = await engine.Pool.Make("resize", """{"width":120,"height":80,"mode":"fill","format":"png"}""", ExifFiles.Jpeg(Pictures.Encode(stored, ".jpg", 98), orientation));
        var fromPng = await engine.Pool.Make("denoise", """{"strength":1,"format":"png"}""", ExifFiles.Png(Pictures.Encode(stored, ".png"), orientation));

        foreach (var output in new[] { fromJpeg, fromPng })
        {
            (output.Width, output.Height).ShouldBe((120, 80));
            using var made = output.Colour();
            Cv2.PSNR(made, upright).ShouldBeGreaterThan(25);
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task Nothing_of_the_metadata_leaves(string format)
    {
        foreach (var file in new[] { ExifFiles.Jpeg(Photos.Small("display-p3.jpg"), 6), ExifFiles.Png(Photos.Cat, 1) })
        {
            var output = await engine.Pool.Make("resize", $$"""{"width":64,"format":"{{format}}"}""", file);

            foreach (var trace in new[] { ExifFiles.Canary, "Exif", "eXIf", "ICC_PROFILE", "iCCP", "ICCP", "tEXt" })
                output.Bytes.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(trace)).ShouldBe(-1, trace);
        }
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_refused_in_words()
    {
        var result = await engine.Pool.Run("resize", AsPng, Photos.Small("still.avif"));

        // An OpenCV with the codec makes it; one without says so.
        if (result is ImagingResult.Rejected { Error: var error }) error.Code.ShouldBe(PictureRefusal.Unsupported);
        else result.ShouldBeOfType<ImagingResult.Done>();
    }

    [Fact]
    public async Task A_picture_that_was_cut_off_is_corrupt_and_not_half_grey()
    {
        foreach (var file in new[] { Photos.Rocket, Photos.Cat, Photos.Small("lossy.webp") })
        {
            var result = await engine.Pool.Run("resize", AsPng, file[..(file.Length * 2 / 3)]);

            result.ShouldBeOfType<ImagingResult.Rejected>().Error.Code.ShouldBe(PictureRefusal.Corrupt);
        }
    }

    private static Mat Reference() => Cv2.ImDecode(Photos.Small("interlaced.png"), ImreadModes.Color);

    // Four different corners and a diagonal: no two of the eight ways to lay it look alike.
    private static Mat Marked()
    {
        var picture = new Mat(80, 120, MatType.CV_8UC3, new Scalar(128, 128, 128));
        void Fill(Rect where, Scalar colour)
        {
            using var part = new Mat(picture, where);
            part.SetTo(colour);
        }

        Fill(new Rect(0, 0, 60, 40), new Scalar(0, 0, 220));
        Fill(new Rect(60, 0, 60, 40), new Scalar(0, 220, 0));
        Fill(new Rect(0, 40, 60, 40), new Scalar(220, 0, 0));
        return picture;
    }

    // The inverse of what the orientation asks for.
    private static Mat Store(Mat upright, int orientation)
    {
        var stored = new Mat();
        switch (orientation)
        {
            case 1: upright.CopyTo(stored); break;
            case 2: Cv2.Flip(upright, stored, FlipMode.Y); break;
            case 3: Cv2.Flip(upright, stored, FlipMode.XY); break;
            case 4: Cv2.Flip(upright, stored, FlipMode.X); break;
            case 5: Cv2.Transpose(upright, stored); break;
            case 6: Cv2.Rotate(upright, stored, RotateFlags.Rotate90Counterclockwise); break;
            case 7:
                using (var turned = new Mat())
                {
                    Cv2.Transpose(upright, turned);
                    Cv2.Flip(turned, stored, FlipMode.XY);
                }

                break;
            default: Cv2.Rotate(upright, stored, RotateFlags.Rotate90Clockwise); break;
        }

        return stored;
    }
}
