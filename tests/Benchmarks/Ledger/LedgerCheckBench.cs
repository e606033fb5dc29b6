using System.Diagnostics;
using System.Globalization;
using Darkroom.Storage;

namespace Darkroom.Benchmarks;

/// <summary>
/// The whole check of the books over ten million transfers, per transfer, against the same over a tenth of them: a ratio of 1 is linear. Peak
/// memory is told beside: it must not grow with the books.
/// </summary>
/// <param name="transfers">In the larger books.</param>
internal sealed class LedgerCheckBench(string name, int transfers) : IBench
{
    private const int PerWallet = 1_000;
    private const int Part = 10;

    public string Name => name;

    public async Task<BenchResult> Run()
    {
        await using var books = await LongBooks.Open();
        await books.Add(transfers / Part / PerWallet, PerWallet);
        await Check(books);
        var (smallTime, smallMemory) = await Check(books);
        var watch = Stopwatch.StartNew();
        await books.Add((transfers - (transfers / Part)) / PerWallet, PerWallet);
        var written = watch.Elapsed;
        var (time, memory) = await Check(books);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {time.TotalSeconds:0.0} s for {transfers:N0} transfers ({smallTime.TotalSeconds:0.00} s for {transfers / Part:N0}); managed heap at most {memory >> 20} MiB ({smallMemory >> 20} MiB); written in {written.TotalSeconds:0} s"));
        return BenchResult.Cost(
            name, "µs/transfer", time.TotalMicroseconds / transfers, smallTime.TotalMicroseconds / (transfers / Part), string.Create(CultureInfo.InvariantCulture, $"the check of {transfers / Part:N0}"), 1);
    }

    private static async Task<(TimeSpan Time, long Memory)> Check(LongBooks books)
    {
        GC.Collect();
        var peak = 0L;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(20);
            }
        });
        var watch = Stopwatch.StartNew();
        var report = await books.Check.Run();
        var time = watch.Elapsed;
        await stop.CancelAsync();
        await watching;
        return report.Fault is null ? (time, peak) : throw new InvalidOperationException(report.Fault);
    }
}
