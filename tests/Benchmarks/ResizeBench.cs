using System.Globalization;
using OpenCvSharp;

namespace Darkroom.Benchmarks;

/// <summary>
/// Makes a large JPEG smaller, on one thread, against sharp with its defaults. Same quality means: compared with what sharp itself makes
/// of the lossless original with its best filter, our result is at least as similar as sharp's; our JPEG quality is raised until it is.
/// </summary>
internal sealed class ResizeBench(string name, int width, int height, int target) : IBench
{
    private const int Quality = 80;
    private const int Times = 8;

    public string Name => name;

    public async Task<BenchResult> Run()
    {
        var folder = Directory.CreateTempSubdirectory("darkroom-bench-").FullName;
        try
        {
            var (original, jpeg) = Originals.Mosaic(width, height);
            var file = Path.Combine(folder, "input.jpg");
            await File.WriteAllBytesAsync(file, jpeg);
            await File.WriteAllBytesAsync(Path.Combine(folder, "original.png"), original);
            using var rival = await Rival.Start("resize.mjs", folder, target.ToString(CultureInfo.InvariantCulture), Quality.ToString(CultureInfo.InvariantCulture));
            var reference = await File.ReadAllBytesAsync(Path.Combine(folder, "reference.png"));
            var theirs = await File.ReadAllBytesAsync(Path.Combine(folder, "result.jpg"));

            await using var engine = new Engine(threads: 1);
            var parameters = await SameQuality(engine, jpeg, Likeness.Ssim(theirs, reference), reference);
            var (ours, rivals) = await Rounds.Best(6, () => engine.Do(Times, "resize", parameters, jpeg), () => rival.Do(Times));
            return BenchResult.Rate(name, "pictures/s", Times / ours.TotalSeconds, Times / rivals.TotalSeconds, rival.Name, 1.3);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> SameQuality(Engine engine, byte[] jpeg, double theirs, byte[] reference)
    {
        for (var quality = Quality; quality <= 100; quality++)
        {
            var parameters = string.Create(CultureInfo.InvariantCulture,
                $$"""{"width":{{target}},"mode":"fit","enlarge":false,"format":"jpeg","quality":{{quality}}}""");
            var ours = Likeness.Ssim(await engine.Make("resize", parameters, jpeg), reference);
            if (ours < theirs) continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: SSIM {ours:0.00000} at quality {quality}, sharp {theirs:0.00000} at {Quality}"));
            return parameters;
        }

        throw new InvalidOperationException("No quality makes our result as good as the rival's.");
    }
}
