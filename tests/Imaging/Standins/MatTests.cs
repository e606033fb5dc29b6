using OpenCvSharp;

namespace Darkroom.Imaging.Tests.Standins;

public sealed class MatTests
{
    [Fact]
    public void A_region_shares_pixels_and_a_clone_does_not()
    {
        using var mat = Mat.ZerosMat(4, 4, MatType.CV_8UC1);
        using var clone = mat.Clone();

        using (var region = mat[new Rect(1, 2, 2, 1)])
        {
            region.SetTo(Scalar.All(7));
            region.IsContinuous().ShouldBeTrue();
            region.IsSubmatrix().ShouldBeTrue();
        }

        mat.At<byte>(2, 1).ShouldBe((byte)7);
        Cv2.CountNonZero(mat).ShouldBe(2);
        Cv2.CountNonZero(clone).ShouldBe(0);
    }

    [Fact]
    public void A_region_keeps_a_managed_array_pinned_after_its_parent_in_the_stand_in()
    {
        // OpenCvSharp itself lets go of the array with the parent: there, a region of one must not outlive it.
        if (!ApiTests.IsStandin) return;
        var pixels = new byte[16 * 16];
        var parent = Mat.FromPixelData(16, 16, MatType.CV_8UC1, pixels);
        using var region = parent.SubMat(new Rect(4, 4, 4, 4));

        parent.Dispose();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        region.SetTo(Scalar.All(9));

        pixels.Count(p => p == 9).ShouldBe(16);
        pixels[4 * 16 + 4].ShouldBe((byte)9);
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var mat = new Mat(2, 2, MatType.CV_8UC1);
        mat.Dispose();
        mat.Dispose();

        mat.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void Use_after_disposing_fails_in_the_stand_in()
    {
        // OpenCvSharp itself hands a null to native code, which ends the process.
        if (!ApiTests.IsStandin) return;
        var mat = new Mat(2, 2, MatType.CV_8UC1);
        mat.Dispose();

        Should.Throw<ObjectDisposedException>(() => mat.Rows);
        using var other = new Mat();
        Should.Throw<ObjectDisposedException>(() => Cv2.Flip(mat, other, FlipMode.X));
    }

    [Fact]
    public void Elements_are_found_by_row_and_column()
    {
        using var mat = new Mat(3, 5, MatType.CV_8UC3, new Scalar(1, 2, 3));
        mat.At<Vec3b>(2, 4) = new Vec3b(9, 8, 7);

        mat.AsSpan<byte>()[^3..].ToArray().ShouldBe([9, 8, 7]);
        mat.RowSpan<Vec3b>(2)[4].ShouldBe(new Vec3b(9, 8, 7));
        mat.GetArray(out Vec3b[] all).ShouldBeTrue();
        all.Length.ShouldBe(15);
        all[0].ShouldBe(new Vec3b(1, 2, 3));
        Should.Throw<OpenCvSharpException>(() => mat.GetArray(out byte[] _));
    }
}
