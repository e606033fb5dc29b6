using Darkroom.Telemetry;
using Darkroom.Vault;
using Microsoft.Extensions.Logging;

namespace Darkroom.Retention;

/// <summary>
/// The act itself, in an order that a crash may cut anywhere: the row is due and claimed, the key is destroyed, the bytes are deleted, the row becomes a
/// tombstone. Until that last step the row is held and due, so that the next sweep repeats the steps, each of which may be repeated. Thread-safe.
/// </summary>
internal sealed partial class Forgetter(
    IPictureVault vault, IRetentionRows rows, RetentionOptions options, TimeProvider time, DarkroomMetrics metrics, ILogger<Forgetter> logger)
{
    /// <summary>Forgets pictures whose rows are claimed. One that fails keeps none of the others; it stays due.</summary>
    /// <returns>How many are gone, and the first failure.</returns>
    public async Task<(int Gone, Exception? Failure)> Forget(IReadOnlyCollection<RetainedPicture> pictures, CancellationToken cancellation)
    {
        var gone = 0;
        Exception? failure = null;
        foreach (var some in pictures.Chunk(options.Concurrency))
        {
            var failures = await Task.WhenAll(some.Select(picture => Try(picture, cancellation)));
            var done = some.Where((_, i) => failures[i] is null).ToArray();
            await rows.MarkForgotten([.. done.Select(picture => picture.Picture)], time.GetUtcNow(), cancellation);
            foreach (var picture in done)
            {
                metrics.OnForgotten(picture.Kind);
            }

            gone += done.Length;
            failure ??= failures.FirstOrDefault(each => each is not null);
        }

        return (gone, failure);
    }

    private async Task<Exception?> Try(RetainedPicture picture, CancellationToken cancellation)
    {
        try
        {
            await vault.Forget(picture.Picture, cancellation);
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(logger, fault, picture.Job, picture.Kind, picture.Clause, picture.ExpiresAt);
            return fault;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A picture ({Kind} of {Job}, {Clause}, due {ExpiresAt}) could not be forgotten; the next sweep tries again")]
    private static partial void LogFailed(ILogger logger, Exception fault, JobId job, string kind, string clause, DateTimeOffset expiresAt);
}
