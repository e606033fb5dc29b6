using Darkroom.Pictures;

namespace Darkroom.Imaging.Tests;

public sealed class HostileTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private static readonly string[] Codes = [PictureRefusal.Corrupt, PictureRefusal.Unsupported, PictureRefusal.TooManyPixels, PictureRefusal.TooMuchMetadata];

    private static readonly string[] Files =
        ["cmyk.jpg", "display-p3.jpg", "palette-alpha.png", "sixteen-bits.png", "animated.gif", "interlaced.gif", "animated.webp", "alpha.webp", "lossy.webp", "still.avif"];

    [Fact]
    public async Task Three_hundred_damaged_pictures_are_refused_or_made_and_the_engine_lives()
    {
        var random = new Random(20);
        for (var n = 0; n < 300; n++)
        {
            var file = Damage(Photos.Small(Files[n % Files.Length]), random, n);

            var result = await engine.Pool.Run("resize", """{"width":60,"format":"png"}""", file);

            if (result is ImagingResult.Rejected { Error: var error }) error.Code.ShouldBeOneOf(Codes, $"number {n}");
            else result.ShouldBeOfType<ImagingResult.Done>($"number {n}");
        }

        await engine.Pool.Make("resize", """{"width":60}""", Photos.Rocket);
    }

    [Fact]
    public async Task A_picture_that_claims_more_than_it_has_costs_nothing()
    {
        foreach (var (file, code) in Claims())
        {
            var result = await engine.Pool.Run("resize", """{"width":60}""", file);

            result.ShouldBeOfType<ImagingResult.Rejected>().Error.Code.ShouldBe(code);
        }
    }

    [Fact]
    public async Task Parameters_that_were_not_checked_are_refused()
    {
        var request = new ImagingRequest("test", "resize", "{}", [Photos.Rocket]);

        var result = await engine.Pool.Run(request, Engine.Unwatched, CancellationToken.None);

        result.ShouldBeOfType<ImagingResult.Rejected>().Error.Code.ShouldBe(ImagingErrors.BadParameters);
    }

    [Fact]
    public async Task A_tool_that_this_build_does_not_have_is_our_fault()
    {
        var request = new ImagingRequest("test", "teleport", "{}", [Photos.Rocket]);

        var result = await engine.Pool.Run(request, Engine.Unwatched, CancellationToken.None);

        result.ShouldBeOfType<ImagingResult.Faulted>().Error.ShouldBe(ImagingErrors.UnknownTool);
    }

    private static IEnumerable<(byte[] File, string Code)> Claims()
    {
        // A GIF of 65,535 by 65,535, a PNG of two thousand million pixels, and an empty file.
        var gif = Photos.Small("interlaced.gif");
        gif.AsSpan(6, 4).Fill(0xFF);
        yield return (gif, PictureRefusal.TooManyPixels);
        var png = Photos.Small("interlaced.png");
        png[17] = 0xFF;
        yield return (png, PictureRefusal.TooManyPixels);
        yield return ([], PictureRefusal.Unsupported);
    }

    // In turn: bytes changed anywhere, bytes changed in the header, cut off, a part doubled, a part zeroed.
    private static byte[] Damage(byte[] file, Random random, int n)
    {
        switch (n / 10 % 5)
        {
            case 0:
                for (var k = 0; k < 12; k++) file[random.Next(file.Length)] = (byte)random.Next(256);
                return file;
            case 1:
                for (var k = 0; k < 3; k++) file[random.Next(Math.Min(200, file.Length))] = (byte)random.Next(256);
                return file;
            case 2:
                return file[..random.Next(1, file.Length)];
            case 3:
                var at = random.Next(file.Length);
                return [.. file[..at], .. file[(at / 2)..]];
            default:
                file.AsSpan(random.Next(file.Length / 2), file.Length / 8).Clear();
                return file;
        }
    }
}
