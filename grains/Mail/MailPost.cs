using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Mail;

/// <summary>
/// Sends mails with patience: the first attempt while the caller waits a moment, further ones behind its back, for a few
/// minutes. There is no durable outbox on purpose: these mails carry one-time secrets of which only digests are kept, and a
/// row with the message would undo that. Whoever waits for a mail that a crash has lost asks again, which the limits on
/// mails to an address allow. Thread-safe.
/// </summary>
public sealed partial class MailPost(IMailSender sender, TimeProvider time, ILogger<MailPost> logger) : IHostedService, IDisposable
{
    /// <summary>Mails that may wait for another attempt at once; beyond it a failed one is given up.</summary>
    public const int MostWaiting = 1000;

    private static readonly TimeSpan CallerWaits = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AttemptTakes = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 5, 20, 60, 120 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private readonly ConcurrentDictionary<Task, byte> underWay = [];
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Takes a message whose state is durable already. Never throws for a mail that does not go out: that is logged, without the address.</summary>
    public async Task Post(MailMessage message)
    {
        // Off the grain's turn: what is tried again later must not hold on to it.
        var delivery = Task.Run(() => Deliver(message));
        underWay.TryAdd(delivery, 0);
        _ = delivery.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await Task.WhenAny(delivery, Task.Delay(CallerWaits, time));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets attempts under way end, but starts no further ones.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAny(Task.WhenAll(underWay.Keys), Task.Delay(Timeout.Infinite, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task Deliver(MailMessage message)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var limit = new CancellationTokenSource(AttemptTakes, time);
                await sender.Send(message, limit.Token);
                return;
            }
            catch (Exception fault) when (attempt < Pauses.Length && underWay.Count <= MostWaiting && !stopping.IsCancellationRequested)
            {
                LogAgain(logger, attempt + 1, fault.GetType().Name);
            }
            catch (Exception fault)
            {
                // The fault's text can hold the address, so only its kind is written.
                LogGivenUp(logger, attempt + 1, fault.GetType().Name);
                return;
            }

            try
            {
                await Task.Delay(Pauses[attempt], time, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                LogGivenUp(logger, attempt + 1, "the process stops");
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail did not go out at attempt {Attempt} ({Fault}); it is tried again")]
    private static partial void LogAgain(ILogger logger, int attempt, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail did not go out after {Attempts} attempts ({Fault}); whoever waits for it asks again")]
    private static partial void LogGivenUp(ILogger logger, int attempts, string fault);
}
