using System.Diagnostics;
using OpenCvSharp;

namespace Darkroom.Imaging.Tests.Standins;

/// <summary>Run when nothing else runs: they measure the memory of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class MatMemoryTests
{
    [Fact]
    public void A_million_matrices_leave_no_memory_behind()
    {
        void Churn(int count)
        {
            for (var i = 0; i < count; i++)
            {
                // Pixels of their own, a shared header, and one from a native call.
                using var mat = new Mat(64, 64, MatType.CV_8UC3, Scalar.All(i % 256));
                using var region = mat.SubMat(new Rect(8, 8, 16, 16));
                using var turned = new Mat();
                Cv2.Flip(region, turned, FlipMode.X);
            }
        }

        Churn(10_000);
        var before = ResidentBytes();

        Churn(1_000_000 / 3);

        // One lost header in three would be 32 MB.
        (ResidentBytes() - before).ShouldBeLessThan(16L << 20);
    }

    [Fact]
    public void Forgotten_matrices_are_released_by_the_collector()
    {
        var before = ResidentBytes();

        // 2 GB in all: without finalization this would show.
        for (var i = 0; i < 500; i++)
        {
            Forget();
            if (i % 10 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        (ResidentBytes() - before).ShouldBeLessThan(256L << 20);

        static void Forget() => _ = new Mat(1024, 1024, MatType.CV_8UC4, Scalar.All(1));
    }

    private static long ResidentBytes()
    {
        // Without it managed garbage counts in: a generation may grow to the size of the processor's cache.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
