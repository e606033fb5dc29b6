using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

/// <summary>Needs the model that <c>make setup</c> fetches.</summary>
public sealed class RemoveBackgroundTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task The_person_stays_and_the_room_goes()
    {
        var output = await engine.Pool.Make("remove-background", "{}", Photos.Astronaut);

        using var made = output.Pixels();
        made.Channels().ShouldBe(4);
        made.At(430, 40).Val3.ShouldBeLessThan(8, "the rocket model behind her");
        made.At(20, 20).Val3.ShouldBeLessThan(8, "the flag");
        made.At(215, 110).Val3.ShouldBeGreaterThan(247, "her face");
        made.At(200, 330).Val3.ShouldBeGreaterThan(247, "her suit");

        // Inside, the picture is untouched.
        using var original = Photo.Load("astronaut.png");
        Difference(made.At(215, 110), original.At(215, 110)).ShouldBeLessThan(2);
    }

    [Fact]
    public async Task The_cup_stays_before_a_colour()
    {
        var output = await engine.Pool.Make("remove-background", """{"background":"#2040c0"}""", Photos.Coffee);

        using var made = output.Pixels();
        made.Channels().ShouldBe(3);
        made.Get<Vec3b>(5, 5).ShouldBe(new Vec3b(0xC0, 0x40, 0x20));
        using var original = Photo.Load("coffee.png");
        Difference(made.At(280, 120), original.At(280, 120)).ShouldBeLessThan(2);
    }

    [Fact]
    public async Task A_blurred_background_loses_its_detail_and_none_of_the_subject()
    {
        var output = await engine.Pool.Make("remove-background", """{"background":"blur","format":"png"}""", Photos.Astronaut);

        using var made = output.Colour();
        using var original = Photo.Load("astronaut.png");
        Detail(made, new Rect(5, 5, 60, 90)).ShouldBeLessThan(Detail(original, new Rect(5, 5, 60, 90)) / 4, "the flag");
        Detail(made, new Rect(190, 80, 50, 60)).ShouldBe(Detail(original, new Rect(190, 80, 50, 60)), 1, "her face");
    }

    [Fact]
    public async Task Hair_keeps_no_fringe_of_the_old_background()
    {
        // Before black, what is left of the bright wall would glow around the hair.
        var output = await engine.Pool.Make("remove-background", """{"background":"#000000"}""", Photos.Astronaut);

        using var made = output.Colour();
        using var above = new Mat(made, new Rect(150, 0, 150, 14));
        Cv2.Mean(above).Val1.ShouldBeLessThan(3);
    }

    private static double Difference(Scalar one, Scalar other) =>
        Math.Max(Math.Abs(one.Val0 - other.Val0), Math.Max(Math.Abs(one.Val1 - other.Val1), Math.Abs(one.Val2 - other.Val2)));

    private static double Detail(Mat picture, Rect where)
    {
        using var part = new Mat(picture, where);
        using var edges = new Mat();
        Cv2.Laplacian(part, edges, MatType.CV_32F);
        Cv2.MeanStdDev(edges, out _, out var deviation);
        return deviation.Val1;
    }
}
