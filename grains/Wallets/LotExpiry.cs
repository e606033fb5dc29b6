using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Wallets;

/// <summary>
/// Has lots written off whose time has run out in wallets that nobody uses, so that the books say what is owed. Nobody can spend
/// such credits meanwhile, nor does anybody see them. Several silos may do this at once: writing off is idempotent.
/// </summary>
internal sealed partial class LotExpiry(ILedger ledger, IGrainFactory grains, TimeProvider time, ILogger<LotExpiry> logger) : BackgroundService
{
    private const int Page = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await Sweep(stoppingToken) == Page)
                {
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogSweepFailed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One page of wallets. The answer is in how many of them something was written off.</summary>
    internal async Task<int> Sweep(CancellationToken cancellation)
    {
        var wallets = 0;
        foreach (var owner in await ledger.OwnersWithDueLots(time.GetUtcNow(), Page, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            wallets += await grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(owner)).Expire() > 0 ? 1 : 0;
        }

        return wallets;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Credits whose time ran out could not be written off; trying again later")]
    private static partial void LogSweepFailed(ILogger logger, Exception failure);
}
