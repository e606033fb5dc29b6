using Darkroom.Pictures;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Imaging.Tests;

public sealed class HeaderTests
{
    private static readonly ProbeLimits Limits = new(50_000_000, 20_000) { Accepted = new HashSet<PictureType>(Enum.GetValues<PictureType>()) };

    private static readonly byte[][] Seeds =
    [
        Photos.Rocket, Photos.Cat, Photos.Small("animated.gif"), Photos.Small("animated.webp"), Photos.Small("lossy.webp"),
        Photos.Small("alpha.webp"), Photos.Small("still.avif"), Photos.Small("display-p3.jpg"), Photos.Small("palette-alpha.png"),
        ExifFiles.Jpeg(Photos.Rocket, 6),
    ];

    [Theory]
    [InlineData("animated.gif", PictureType.Gif, true)]
    [InlineData("interlaced.gif", PictureType.Gif, false)]
    [InlineData("animated.webp", PictureType.WebP, true)]
    [InlineData("lossy.webp", PictureType.WebP, false)]
    [InlineData("alpha.webp", PictureType.WebP, false)]
    [InlineData("still.avif", PictureType.Avif, false)]
    [InlineData("cmyk.jpg", PictureType.Jpeg, false)]
    [InlineData("sixteen-bits.png", PictureType.Png, false)]
    public void A_header_says_type_size_and_animation(string name, PictureType type, bool animated) =>
        PictureProbe.Read(Photos.Small(name), Limits).ShouldBe(
            new ProbeResult.Known(new PictureHeader(type, 128, 128, PictureOrientation.Upright, animated)));

    [Theory]
    [InlineData(1, 640, 427)]
    [InlineData(5, 427, 640)]
    [InlineData(6, 427, 640)]
    [InlineData(8, 427, 640)]
    public void Orientation_turns_the_size(int orientation, int width, int height)
    {
        var header = PictureProbe.Read(ExifFiles.Jpeg(Photos.Rocket, orientation), Limits).ShouldBeOfType<ProbeResult.Known>().Header;

        ((int)header.Orientation).ShouldBe(orientation);
        (header.Width, header.Height).ShouldBe((width, height));
    }

    [Fact]
    public void Chunks_of_any_size_give_the_answer_of_the_whole()
    {
        Prop.ForAll(Gen.Choose(0, Seeds.Length - 1).Zip(Gen.Choose(1, 3000)).ToArbitrary(), one =>
        {
            var (seed, chunk) = (Seeds[one.Item1], one.Item2);
            var probe = new PictureProbe(Limits);
            for (var at = 0; at < seed.Length; at += chunk) probe.Feed(seed.AsSpan(at, Math.Min(chunk, seed.Length - at)));
            return probe.Finish() == PictureProbe.Read(seed, Limits);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_are_known_or_refused_and_never_throw()
    {
        Prop.ForAll<byte[]>(bytes => Answers(bytes)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Damaged_pictures_are_known_or_refused_and_never_throw()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
        {
            var random = new Random(number);
            var seed = Seeds[random.Next(Seeds.Length)];
            var bytes = seed.AsSpan(0, Math.Min(seed.Length, 400 + random.Next(3000))).ToArray();
            for (var k = random.Next(12); k > 0; k--) bytes[random.Next(400)] = (byte)random.Next(256);
            return Answers(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_picture_that_claims_too_much_is_refused_as_soon_as_it_says_so()
    {
        var png = (byte[])Photos.Cat.Clone();
        png[16] = 0x7F;
        var probe = new PictureProbe(Limits);

        probe.Feed(png.AsSpan(0, 40)).ShouldBeOfType<ProbeResult.Refused>().Code.ShouldBe(PictureRefusal.TooManyPixels);
    }

    [Fact]
    public void Endless_metadata_is_refused()
    {
        var segment = new byte[65_537];
        (segment[0], segment[1], segment[2], segment[3]) = (0xFF, 0xE2, 0xFF, 0xFF);
        var probe = new PictureProbe(Limits);
        probe.Feed([0xFF, 0xD8]);
        ProbeResult answer = probe.Feed(segment);
        for (var n = 0; n < 1000 && answer is ProbeResult.NeedMore; n++) answer = probe.Feed(segment);

        answer.ShouldBeOfType<ProbeResult.Refused>().Code.ShouldBe(PictureRefusal.TooMuchMetadata);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("%PDF-1.7 and so on and on")]
    [InlineData("")]
    public void What_is_no_picture_is_unsupported_whatever_its_name(string text) =>
        PictureProbe.Read(System.Text.Encoding.ASCII.GetBytes(text), Limits).ShouldBeOfType<ProbeResult.Refused>().Code.ShouldBe(PictureRefusal.Unsupported);

    [Fact]
    public void A_type_that_the_intake_does_not_accept_is_named()
    {
        var refused = PictureProbe.Read(Photos.Small("still.avif"), new ProbeLimits(50_000_000, 20_000)).ShouldBeOfType<ProbeResult.Refused>();

        refused.Code.ShouldBe(PictureRefusal.Unsupported);
        refused.Detail.ShouldContain("AVIF");
    }

    private static bool Answers(byte[] bytes) => PictureProbe.Read(bytes, Limits) is ProbeResult.Known { Header: { Width: > 0, Height: > 0 } } or ProbeResult.Refused;
}
