using OpenCvSharp;

namespace Darkroom.Imaging.Tests.Standins;

public sealed class CodecTests
{
    [Theory]
    [InlineData(".png", 100.0)]
    [InlineData(".jpg", 32.0)]
    [InlineData(".webp", 32.0)]
    public void A_picture_survives_encoding_and_decoding(string format, double atLeastDecibels)
    {
        using var photo = Photo.Load("astronaut.png");

        Cv2.ImEncode(format, photo, out var bytes).ShouldBeTrue();
        using var back = Cv2.ImDecode(bytes, ImreadModes.Color);

        back.Size().ShouldBe(photo.Size());
        back.Type().ShouldBe(MatType.CV_8UC3);
        Cv2.PSNR(photo, back).ShouldBeGreaterThan(atLeastDecibels);
    }

    [Theory]
    [InlineData(ImreadModes.ReducedColor2, 320, 214)]
    [InlineData(ImreadModes.ReducedColor4, 160, 107)]
    [InlineData(ImreadModes.ReducedColor8, 80, 54)]
    public void A_reduced_decode_is_a_smaller_version_of_the_picture(ImreadModes mode, int width, int height)
    {
        var bytes = Photo.Bytes("rocket.jpg");
        using var whole = Cv2.ImDecode(bytes, ImreadModes.Color);
        using var expected = new Mat();
        Cv2.Resize(whole, expected, new Size(width, height), 0, 0, InterpolationFlags.Area);

        using var reduced = Cv2.ImDecode(bytes, mode);

        reduced.Size().ShouldBe(new Size(width, height));
        Cv2.PSNR(reduced, expected).ShouldBeGreaterThan(25);
    }

    [Fact]
    public void Quality_decides_the_size()
    {
        using var photo = Photo.Load("coffee.png");

        Cv2.ImEncode(".jpg", photo, out var good, new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
        Cv2.ImEncode(".jpg", photo, out var small, new ImageEncodingParam(ImwriteFlags.JpegQuality, 30));

        small.Length.ShouldBeLessThan(good.Length / 3);
    }

    [Fact]
    public void Undecodable_bytes_give_an_empty_matrix_and_no_bytes_are_refused()
    {
        using var nothing = Cv2.ImDecode([1, 2, 3, 4, 5, 6, 7, 8, 9], ImreadModes.Color);

        nothing.Empty().ShouldBeTrue();
        Should.Throw<ArgumentException>(() => Cv2.ImDecode([], ImreadModes.Color));
    }
}
