using System.Text.Json;
using Darkroom.Gateway.Jobs;
using Darkroom.Jobs;
using Darkroom.Outbox;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Darkroom.Silo.Work.Callbacks;

/// <summary>
/// Delivers owed call-backs: the job as the API shows it at that moment, signed, at least once. What is not taken is tried again on
/// <see cref="CallbackSchedule"/>; the schedule is in the row, so that a restart forgets nothing.
/// </summary>
internal sealed partial class CallbackDelivery(
    IOutbox outbox, IJobStore jobs, CallbackSender sender, CallbackSecrets secrets, IOptions<JsonOptions> json, TimeProvider time,
    ILogger<CallbackDelivery> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a sender can take, so that a message has one sender at a time.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookAgain, time);
        try
        {
            do
            {
                try
                {
                    while (await DeliverSome(stoppingToken) == AtOnce)
                    {
                        // There may be more.
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Delivers what is due now, and answers how many that were.</summary>
    internal async Task<int> DeliverSome(CancellationToken cancellation)
    {
        var messages = await outbox.Take(AtOnce, time.GetUtcNow(), Hold, cancellation);
        await Task.WhenAll(messages.Select(message => Deliver(message, cancellation)));
        return messages.Count;
    }

    private async Task Deliver(OutboxMessage message, CancellationToken cancellation)
    {
        if (await jobs.Read(message.Job, cancellation) is not { } job)
        {
            await outbox.GiveUp(message.Job, cancellation);
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(JobBody.Of(job.View(time.GetUtcNow())), json.Value.SerializerOptions);
        var answer = await sender.Send(message.Target, body, secrets.Of(message.Owner), cancellation);
        if (answer == CallbackAnswer.Taken)
        {
            await outbox.Delivered(message.Job, cancellation);
        }
        else if (answer == CallbackAnswer.Failed && CallbackSchedule.After(message.Attempt) is { } wait)
        {
            await outbox.Retry(message.Job, time.GetUtcNow() + wait, cancellation);
        }
        else
        {
            LogGivenUp(logger, job.RequestId, message.Job, message.Attempt);
            await outbox.GiveUp(message.Job, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Call-backs could not be delivered; trying again")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[{RequestId}] The call-back of job {Job} was given up after {Attempts} attempts")]
    private static partial void LogGivenUp(ILogger logger, string requestId, JobId job, int attempts);
}
