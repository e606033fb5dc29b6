using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.IO;

namespace Darkroom.Objects;

/// <summary>
/// An object on its way into a bucket: a small one goes in one request, a larger one in parts, of which one is filled while the one before is
/// sent. Holds two parts in memory at most. Not thread-safe.
/// </summary>
internal sealed class S3Upload(IAmazonS3 client, string bucket, string key, CancellationToken ending) : Stream
{
    /// <summary>Bytes of a part. S3 wants 5 MiB at least and 10,000 parts at most, which is 80 GiB.</summary>
    public const int PartSize = 8 * 1024 * 1024;

    /// <summary>Metadata that tells whose write an object is: after a lost answer, whether our own got through.</summary>
    private const string WriteMark = "x-amz-meta-darkroom-write";

    private static readonly RecyclableMemoryStreamManager Buffers = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = 128 * 1024,
        MaximumSmallPoolFreeBytes = 64 * 1024 * 1024,
    });

    private readonly string mark = Guid.NewGuid().ToString("N");
    private readonly List<PartETag> parts = [];
    private RecyclableMemoryStream filling = Buffers.GetStream();
    private Task<PartETag>? sending;
    private string? upload;
    private bool committing;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (filling.Length == PartSize)
            {
                await Send();
            }

            var some = buffer[..(int)Math.Min(buffer.Length, PartSize - filling.Length)];
            filling.Write(some.Span);
            buffer = buffer[some.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
        // What is there is sent when a part is full.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether somebody else's object has the name.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task<bool> FindOther() => await Written(ending) is { } other && other != mark;

    /// <summary>Makes the object out of what was written. When it ends the object is there for good.</summary>
    /// <exception cref="IOException">The store failed, or the name is in use.</exception>
    public async Task Complete()
    {
        if (upload is not null)
        {
            await Send();
            await Sent();
        }

        committing = true;
        try
        {
            await (upload is null ? PutWhole() : PutTogether());
        }
        catch (Exception error) when (S3Failure.IsFailure(error, ending) && !ending.IsCancellationRequested)
        {
            // Refused because the name is in use, perhaps by our own write: a repeat is refused too when only the first try's answer was lost.
            var there = await Written(ending);
            if (there != mark)
            {
                throw there is null ? S3Failure.Of(error) : S3ObjectStore.NameInUse();
            }
        }

        upload = null;
    }

    /// <summary>Removes what this upload has left: parts, and the object if it got there after all.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task Abort(CancellationToken cancellation)
    {
        if (sending is not null)
        {
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (upload is not null)
        {
            await S3Failure.Translated(
                async () =>
                {
                    try
                    {
                        return await client.AbortMultipartUploadAsync(bucket, key, upload, cancellation);
                    }
                    catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
                    {
                        return null;
                    }
                },
                cancellation);
        }

        if (committing && await Written(cancellation) == mark)
        {
            await S3Failure.Translated(() => client.DeleteObjectAsync(bucket, key, cancellation), cancellation);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            filling.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Sends the part that is full, once the one before it is there, and begins the next.</summary>
    private async Task Send()
    {
        upload ??= await S3Failure.Translated(
            async () =>
            {
                var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = key, ContentType = "application/octet-stream" };
                request.Metadata.Add(WriteMark, mark);
                return (await client.InitiateMultipartUploadAsync(request, ending)).UploadId;
            },
            ending);
        await Sent();
        var full = filling;
        filling = Buffers.GetStream();
        sending = SendPart(full, parts.Count + 1);
    }

    private async Task Sent()
    {
        if (sending is not null)
        {
            parts.Add(await sending);
            sending = null;
        }
    }

    private async Task<PartETag> SendPart(RecyclableMemoryStream content, int number)
    {
        using (content)
        {
            content.Position = 0;
            var request = new UploadPartRequest
            {
                BucketName = bucket,
                Key = key,
                UploadId = upload,
                PartNumber = number,
                PartSize = content.Length,
                InputStream = content,
                UseChunkEncoding = false,
            };
            var answer = await S3Failure.Translated(() => client.UploadPartAsync(request, ending), ending);
            return new PartETag(number, answer.ETag);
        }
    }

    private async Task PutWhole()
    {
        filling.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            InputStream = filling,
            AutoCloseStream = false,
            ContentType = "application/octet-stream",
            IfNoneMatch = "*",

            // The body's digest is signed instead: not every service understands bodies in signed chunks.
            UseChunkEncoding = false,
        };
        request.Metadata.Add(WriteMark, mark);
        await client.PutObjectAsync(request, ending);
    }

    private async Task PutTogether() => await client.CompleteMultipartUploadAsync(
        new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts, IfNoneMatch = "*" }, ending);

    /// <summary>The mark of the object that has the name: null when there is none, empty when it bears no mark.</summary>
    private Task<string?> Written(CancellationToken cancellation) => S3Failure.Translated<string?>(
        async () =>
        {
            try
            {
                return (await client.GetObjectMetadataAsync(bucket, key, cancellation)).Metadata[WriteMark] ?? "";
            }
            catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellation);
}
