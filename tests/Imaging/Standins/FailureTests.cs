using OpenCvSharp;
using ErrorCode = OpenCvSharp.ErrorCode;

namespace Darkroom.Imaging.Tests.Standins;

public sealed class FailureTests
{
    [Fact]
    public void A_native_exception_becomes_a_managed_one_with_its_details()
    {
        using var one = new Mat(2, 2, MatType.CV_8UC1, Scalar.All(1));
        using var other = new Mat(3, 3, MatType.CV_8UC3, Scalar.All(1));
        using var result = new Mat();

        var failure = Should.Throw<OpenCVException>(() => Cv2.Add(one, other, result));

        failure.Status.ShouldBe(ErrorCode.StsUnmatchedSizes);
        failure.FuncName.ShouldNotBeEmpty();
        failure.FileName.ShouldEndWith(".cpp");
        failure.Line.ShouldBeGreaterThan(0);
        failure.Message.ShouldBe(failure.ErrMsg);
    }

    [Fact]
    public void Allocating_more_than_there_is_fails_as_an_exception()
    {
        Should.Throw<OpenCVException>(() => new Mat(int.MaxValue, int.MaxValue, MatType.CV_64FC4)).Status
            .ShouldBeOneOf(ErrorCode.StsNoMem, ErrorCode.StsOutOfRange, ErrorCode.StsAssert);
    }

    [Fact]
    public void A_region_that_reaches_outside_is_refused()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, Scalar.All(1));

        Should.Throw<OpenCVException>(() => mat.SubMat(new Rect(2, 2, 4, 4)));
        Should.Throw<ArgumentException>(() => mat.SubMat(new Rect(2, 2, 0, 1)));
    }

    [Fact]
    public void An_unknown_format_cannot_be_encoded()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, Scalar.All(1));

        Should.Throw<OpenCVException>(() => Cv2.ImEncode(".nix", mat, out _));
        Cv2.HaveImageWriter("picture.nix").ShouldBeFalse();
        Cv2.HaveImageWriter("picture.webp").ShouldBeTrue();
    }

    [Fact]
    public void Failures_are_kept_apart_by_thread()
    {
        Parallel.For(0, 200, i =>
        {
            using var mat = new Mat(4, 4, MatType.CV_8UC1, Scalar.All(1));
            using var result = new Mat();
            var expected = i % 2 == 0 ? ErrorCode.StsAssert : ErrorCode.StsUnmatchedSizes;

            var failure = Should.Throw<OpenCVException>(() =>
            {
                if (i % 2 == 0)
                {
                    Cv2.MedianBlur(mat, result, 4);
                }
                else
                {
                    using var larger = new Mat(5, 5, MatType.CV_8UC1, Scalar.All(1));
                    Cv2.Subtract(mat, larger, result);
                }
            });

            failure.Status.ShouldBe(expected);
        });
    }
}
