using Darkroom.Benchmarks;

IReadOnlyList<IBench> all =
[
    new ResizeBench("resize-2560", 2560, 1706, 1080),
    new ResizeBench("resize-5120", 5120, 3412, 2160),
    new RemoveBackgroundBench("remove-background-512", 512, 2.5),
    new RemoveBackgroundBench("remove-background-2560", 2560, 4.5),
    new JobOverheadBench(),
    new StartBench(),
    new CallsBench("calls-sequential", 1),
    new CallsBench("calls-32", 32),
    new LedgerBench("ledger-spread-64", clients: 64, wallets: 1_000, aim: 4),
    new LedgerBench("ledger-hot-64", clients: 64, wallets: 1, aim: 40),
    new LedgerBench("ledger-spread-512", clients: 512, wallets: 5_000, aim: 10),
    new WalletLoadBench(),
    new LedgerCheckBench("ledger-check", transfers: 10_000_000),
    new WalletMemoryBench(),
    new SiloCallsBench(),
    new SiloWalletBench(),
    new SiloJobsBench(),
];

var only = args is ["--only", var name] ? name : null;
var chosen = all.Where(bench => only is null || bench.Name == only || bench.Name.StartsWith($"{only}-", StringComparison.Ordinal)).ToList();
if (chosen.Count == 0 || args.Length is not (0 or 2))
{
    Console.Error.WriteLine($"Darkroom.Benchmarks [--only NAME], where NAME is one of, or what some begin with: {string.Join(", ", all.Select(bench => bench.Name))}");
    return 2;
}

var report = new Report(Path.Combine(Folders.Root, "artifacts", "bench.json"));
foreach (var bench in chosen)
{
    if (bench.Missing is { } missing) Console.WriteLine($"{bench.Name} is skipped: {missing}.");
    else report.Add(await bench.Run());
}

report.Finish();
return 0;
