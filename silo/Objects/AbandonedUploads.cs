using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Objects;

/// <summary>
/// Removes the parts of uploads that a crash left unfinished, at the start and a few times a day: they are in no listing of objects, and cost.
/// Every process does it; none disturbs another. Thread-safe.
/// </summary>
internal sealed partial class AbandonedUploads(IAmazonS3 client, S3Options options, TimeProvider time, ILogger<AbandonedUploads> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    /// <summary>Removes what is older than <see cref="S3Options.AbandonedAfter"/>.</summary>
    /// <returns>How many uploads were removed.</returns>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task<int> Remove(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - options.AbandonedAfter;
        var request = new ListMultipartUploadsRequest { BucketName = options.Bucket };
        var removed = 0;
        ListMultipartUploadsResponse page;
        do
        {
            page = await S3Failure.Translated(() => client.ListMultipartUploadsAsync(request, cancellation), cancellation);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                if (upload.Initiated?.ToUniversalTime() < before)
                {
                    removed += await S3Failure.Translated(() => Remove(upload, cancellation), cancellation);
                }
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true && !string.IsNullOrEmpty(request.KeyMarker));

        if (removed > 0)
        {
            LogRemoved(logger, removed);
        }

        return removed;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await Remove(stoppingToken);
            }
            catch (IOException error)
            {
                LogFailed(logger, error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Another process may have been faster.</summary>
    private async Task<int> Remove(MultipartUpload upload, CancellationToken cancellation)
    {
        try
        {
            await client.AbortMultipartUploadAsync(options.Bucket, upload.Key, upload.UploadId, cancellation);
            return 1;
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} uploads that were never finished")]
    private static partial void LogRemoved(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look for unfinished uploads; the next try comes by itself: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
