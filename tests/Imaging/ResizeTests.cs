using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

public sealed class ResizeTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("""{"width":100,"height":100}""", 100, 67)]
    [InlineData("""{"height":100}""", 150, 100)]
    [InlineData("""{"width":100,"height":100,"mode":"fill"}""", 100, 100)]
    [InlineData("""{"width":100,"height":100,"mode":"crop"}""", 100, 100)]
    [InlineData("""{"width":2000}""", 640, 427)]
    [InlineData("""{"width":1280,"enlarge":true}""", 1280, 854)]
    [InlineData("""{"width":1000,"height":100,"mode":"crop"}""", 640, 100)]
    [InlineData("""{"width":1}""", 1, 1)]
    public async Task The_size_is_what_the_mode_says(string parameters, int width, int height)
    {
        var output = await engine.Pool.Make("resize", parameters, Photos.Rocket);

        (output.Width, output.Height).ShouldBe((width, height));
    }

    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("webp", "image/webp")]
    [InlineData("jpeg", "image/jpeg")]
    public async Task The_picture_stays_the_picture(string format, string type)
    {
        using var original = Photo.Load("astronaut.png");
        using var expected = new Mat();
        Cv2.Resize(original, expected, new Size(256, 256), 0, 0, InterpolationFlags.Area);

        var output = await engine.Pool.Make("resize", $$"""{"width":256,"format":"{{format}}","quality":95}""", Photos.Astronaut);

        output.Type.ShouldBe(type);
        using var made = output.Colour();
        Cv2.PSNR(made, expected).ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task A_JPEG_that_is_decoded_at_a_fraction_looks_like_one_decoded_whole()
    {
        using var large = Pictures.Mosaic(2048, 1536);
        var jpeg = Pictures.Encode(large, ".jpg", 95);
        var png = Pictures.Encode(large, ".png");

        var fromJpeg = await engine.Pool.Make("resize", """{"width":300,"format":"png"}""", jpeg);
        var fromPng = await engine.Pool.Make("resize", """{"width":300,"format":"png"}""", png);

        using var one = fromJpeg.Colour();
        using var other = fromPng.Colour();
        Cv2.PSNR(one, other).ShouldBeGreaterThan(32);
    }

    [Fact]
    public async Task Colours_under_transparency_do_not_bleed()
    {
        // Opaque red beside invisible green: whatever is visible in between must be red.
        using var pixels = new Mat(64, 64, MatType.CV_8UC4, new Scalar(0, 255, 0, 0));
        using (var half = new Mat(pixels, new Rect(0, 0, 33, 64))) half.SetTo(new Scalar(0, 0, 255, 255));

        var output = await engine.Pool.Make("resize", """{"width":20}""", Pictures.Encode(pixels, ".png"));

        using var made = output.Pixels();
        for (int x = 0, width = made.Width; x < width; x++)
        {
            var pixel = made.Get<Vec4b>(10, x);
            if (pixel.Item3 > 8) (pixel.Item2 - pixel.Item1).ShouldBeGreaterThan(240, $"column {x}");
        }
    }

    [Fact]
    public async Task Transparency_becomes_white_in_a_JPEG()
    {
        using var pixels = new Mat(64, 64, MatType.CV_8UC4, new Scalar(0, 0, 0, 0));

        var output = await engine.Pool.Make("resize", """{"width":32,"format":"jpeg"}""", Pictures.Encode(pixels, ".png"));

        using var made = output.Colour();
        made.At(8, 8).Val0.ShouldBeGreaterThan(253);
    }

    [Theory]
    [InlineData(1000, 300)]
    [InlineData(300, 1000)]
    public async Task Flat_colour_stays_exactly_itself(int width, int height)
    {
        using var pixels = new Mat(height, width, MatType.CV_8UC3, new Scalar(37, 99, 201));

        var output = await engine.Pool.Make("resize", """{"width":77,"format":"png"}""", Pictures.Encode(pixels, ".png"));

        using var made = output.Colour();
        Cv2.MinMaxLoc(made.Reshape(1), out double low, out double high);
        (low, high).ShouldBe((37, 201));
    }
}
