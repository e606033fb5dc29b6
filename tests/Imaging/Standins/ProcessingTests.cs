using OpenCvSharp;

namespace Darkroom.Imaging.Tests.Standins;

public sealed class ProcessingTests
{
    [Fact]
    public void Arithmetic_saturates_and_takes_scalars_and_masks()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC3, new Scalar(10, 100, 200));
        using var mask = Mat.ZerosMat(2, 2, MatType.CV_8UC1);
        mask.Set(0, 0, (byte)255);
        using var sum = mat.Clone();

        Cv2.Add(mat, new Scalar(100, 100, 100), sum, mask);

        sum.Get<Vec3b>(0, 0).ShouldBe(new Vec3b(110, 200, 255));
        sum.Get<Vec3b>(1, 1).ShouldBe(new Vec3b(10, 100, 200));
        Cv2.Subtract(Scalar.All(255), mat, sum);
        sum.Get<Vec3b>(1, 1).ShouldBe(new Vec3b(245, 155, 55));
        Cv2.Multiply(mat, 0.5, sum);
        Cv2.Mean(sum).ShouldBe(new Scalar(5, 50, 100, 0));
    }

    [Fact]
    public void Channels_split_merge_and_mix()
    {
        using var photo = Photo.Load("coffee.png");
        var planes = Cv2.Split(photo);
        try
        {
            using var back = new Mat();
            Cv2.Merge(planes, back);
            Cv2.Norm(photo, back, NormTypes.INF).ShouldBe(0);

            using var mixed = new Mat(photo.Size(), MatType.CV_8UC3);
            using var swapped = new Mat();
            Cv2.MixChannels([photo], [mixed], [0, 2, 1, 1, 2, 0]);
            Cv2.CvtColor(photo, swapped, ColorConversionCodes.BGR2RGB);
            Cv2.Norm(mixed, swapped, NormTypes.INF).ShouldBe(0);
        }
        finally
        {
            foreach (var plane in planes)
                plane.Dispose();
        }
    }

    [Fact]
    public void Turns_and_mirrors_undo_each_other()
    {
        using var photo = Photo.Load("chelsea.png");
        using var turned = new Mat();
        using var back = new Mat();

        Cv2.Rotate(photo, turned, RotateFlags.Rotate90Clockwise);
        turned.Size().ShouldBe(new Size(photo.Rows, photo.Cols));
        Cv2.Rotate(turned, back, RotateFlags.Rotate90Counterclockwise);

        Cv2.Norm(photo, back, NormTypes.INF).ShouldBe(0);
    }

    [Theory]
    [InlineData(InterpolationFlags.Area)]
    [InlineData(InterpolationFlags.Cubic)]
    [InlineData(InterpolationFlags.Lanczos4)]
    public void Reducing_keeps_the_mean_colour(InterpolationFlags interpolation)
    {
        using var photo = Photo.Load("coffee.png");
        using var small = new Mat();

        Cv2.Resize(photo, small, new Size(150, 100), 0, 0, interpolation);

        var (before, after) = (Cv2.Mean(photo), Cv2.Mean(small));
        for (var channel = 0; channel < 3; channel++)
            after[channel].ShouldBe(before[channel], 1.5);
    }

    [Fact]
    public void Denoising_brings_a_noisy_picture_closer_to_the_clean_one()
    {
        using var photo = Photo.Load("chelsea.png");
        using var noisy = Noisy(photo, seed: 7, sigma: 20);
        using var clean = new Mat();

        Cv2.FastNlMeansDenoisingColored(noisy, clean, 10, 10, 5, 11);

        (Cv2.PSNR(photo, clean) - Cv2.PSNR(photo, noisy)).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Components_are_counted_and_measured()
    {
        using var mask = Mat.ZerosMat(20, 30, MatType.CV_8UC1);
        Fill(mask, new Rect(2, 3, 4, 5));
        Fill(mask, new Rect(10, 10, 6, 2));
        using Mat labels = new(), stats = new(), centroids = new();

        Cv2.ConnectedComponentsWithStats(mask, labels, stats, centroids).ShouldBe(3);

        stats.Get<int>(1, (int)ConnectedComponentsTypes.Area).ShouldBe(20);
        stats.Get<int>(2, (int)ConnectedComponentsTypes.Area).ShouldBe(12);
        centroids.Get<double>(1, 0).ShouldBe(3.5);
    }

    [Fact]
    public void Morphology_closes_a_hole_and_opens_away_a_speck()
    {
        using var mask = Mat.ZerosMat(20, 20, MatType.CV_8UC1);
        Fill(mask, new Rect(5, 5, 10, 10));
        mask.Set(10, 10, (byte)0);
        mask.Set(17, 17, (byte)255);
        using var element = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(3, 3));
        using var closed = new Mat();
        using var opened = new Mat();

        Cv2.MorphologyEx(mask, closed, MorphTypes.Close, element);
        Cv2.MorphologyEx(closed, opened, MorphTypes.Open, element);

        closed.Get<byte>(10, 10).ShouldBe((byte)255);
        opened.Get<byte>(17, 17).ShouldBe((byte)0);
        Cv2.CountNonZero(opened).ShouldBe(100);
    }

    private static void Fill(Mat mask, Rect area)
    {
        using var region = mask[area];
        region.SetTo(Scalar.All(255));
    }

    private static Mat Noisy(Mat photo, int seed, double sigma)
    {
        var random = new Random(seed);
        var noisy = photo.Clone();
        foreach (ref var value in noisy.AsSpan<byte>())
        {
            // Twelve uniform numbers are close enough to a normal one.
            var normal = -6.0;
            for (var i = 0; i < 12; i++)
                normal += random.NextDouble();
            value = (byte)Math.Clamp(value + sigma * normal, 0, 255);
        }
        return noisy;
    }
}
