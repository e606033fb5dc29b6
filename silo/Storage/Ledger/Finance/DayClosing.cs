using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Finance;

/// <summary>Seals the days of the books as they are over. Every silo does so; each day is sealed once.</summary>
internal sealed partial class DayClosing(LedgerDays days, BooksKeyFile keyFile, TimeProvider time, ILogger<DayClosing> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await Close(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogPostponed(logger, failure); // The next tick tries again.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Close(CancellationToken stoppingToken)
    {
        if (!await days.HaveBegun(stoppingToken))
        {
            return;
        }

        using var key = keyFile.Load();
        while (await days.CloseNext(days.LastOver, key, stoppingToken) is { } closed)
        {
            LogClosed(logger, closed.Day.Day, closed.Day.Operations);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sealed the day {Day} of the books: {Operations} operations")]
    private static partial void LogClosed(ILogger logger, DateOnly day, long operations);

    [LoggerMessage(Level = LogLevel.Error, Message = "A day of the books could not be sealed; the next try is in half an hour")]
    private static partial void LogPostponed(ILogger logger, Exception failure);
}
