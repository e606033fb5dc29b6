using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Darkroom.Vault;
using Microsoft.Extensions.Logging;

namespace Darkroom.Objects;

/// <summary>
/// Encrypted objects in a bucket: <c>{first two digits}/{name}</c>. S3 shows an object whole or not at all, and keeps it once it has answered.
/// Any number of processes use a bucket together. Thread-safe.
/// </summary>
/// <remarks>
/// A name in use is refused by the service itself (<c>If-None-Match: *</c>); one that ignores the condition leaves a gap only between two
/// writers of one name at the same moment, which is why the name is looked up as well. See
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html.
/// </remarks>
internal sealed partial class S3ObjectStore(IAmazonS3 client, S3Options options, ILogger<S3ObjectStore> logger) : IObjectStore
{
    /// <summary>How long a failed or canceled upload may take to remove what it left.</summary>
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var upload = new S3Upload(client, options.Bucket, KeyOf(name), ending.Token);
        var taken = upload.FindOther();
        try
        {
            await write(upload, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (await taken)
            {
                throw NameInUse();
            }

            await upload.Complete();
        }
        catch
        {
            await ending.CancelAsync();
            await CleanUp(upload);
            throw;
        }
        finally
        {
            await ((Task)taken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation) => S3Failure.Translated<ObjectContent?>(
        async () =>
        {
            try
            {
                var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = options.Bucket, Key = KeyOf(name) }, cancellation);
                return new ObjectContent(answer.ContentLength, new S3Download(answer, options.Timeout));
            }
            catch (AmazonS3Exception error) when (error is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
            {
                return null;
            }
        },
        cancellation);

    /// <inheritdoc/>
    public Task Delete(ObjectName name, CancellationToken cancellation) =>
        S3Failure.Translated(() => client.DeleteObjectAsync(options.Bucket, KeyOf(name), cancellation), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectEntry> List(int part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = $"{part:x2}/" };
        ListObjectsV2Response page;
        do
        {
            page = await S3Failure.Translated(() => client.ListObjectsV2Async(request, cancellation), cancellation);
            foreach (var entry in page.S3Objects ?? [])
            {
                var name = entry.Key[request.Prefix.Length..];
                if (ObjectName.IsValid(name) && entry.LastModified is { } written)
                {
                    yield return new ObjectEntry(new ObjectName(name), written.ToUniversalTime());
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true && !string.IsNullOrEmpty(request.ContinuationToken));
    }

    internal static IOException NameInUse() => new("The name is in use.");

    private static string KeyOf(ObjectName name) => $"{name.Part:x2}/{name.Value}";

    /// <summary>What cannot be removed now is an orphan or an abandoned upload, which the sweeps remove.</summary>
    private async Task CleanUp(S3Upload upload)
    {
        using var limit = new CancellationTokenSource(CleanUpTime);
        try
        {
            await upload.Abort(limit.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            LogLeftBehind(logger, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An upload that failed may have left bytes in the object store, for the sweeps to remove: {Reason}")]
    private static partial void LogLeftBehind(ILogger logger, string reason);
}
