using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Darkroom.Drivers;

namespace Darkroom.Storage.Tests.S3;

/// <summary>That the server which the other tests rely on does what S3 does.</summary>
public sealed class S3ServerTests
{
    private const int PartSize = 5 * 1024 * 1024;

    [Fact]
    public async Task Keeps_what_it_answered_for_through_a_kill()
    {
        await using var server = await S3Server.Start();
        var bucket = await server.CreateBucket();
        await server.Client.PutObjectAsync(Text(bucket, "a/1", "kept"));

        await server.Restart();

        using var answer = await server.Client.GetObjectAsync(bucket, "a/1");
        using var reader = new StreamReader(answer.ResponseStream);
        (await reader.ReadToEndAsync()).ShouldBe("kept");
    }

    [Fact]
    public async Task Refuses_a_second_writer_that_asks_for_a_new_name()
    {
        await using var server = await S3Server.Start();
        var bucket = await server.CreateBucket();

        var writers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            var request = Text(bucket, "name", $"writer {number}");
            request.IfNoneMatch = "*";
            try
            {
                await server.Client.PutObjectAsync(request);
                return (HttpStatusCode.OK, number);
            }
            catch (AmazonS3Exception refused)
            {
                return (refused.StatusCode, number);
            }
        }));

        var winner = writers.Where(writer => writer.Item1 == HttpStatusCode.OK).ShouldHaveSingleItem().number;
        writers.Count(writer => writer.Item1 == HttpStatusCode.PreconditionFailed).ShouldBe(7);
        using var answer = await server.Client.GetObjectAsync(bucket, "name");
        using var reader = new StreamReader(answer.ResponseStream);
        (await reader.ReadToEndAsync()).ShouldBe($"writer {winner}");
    }

    [Fact]
    public async Task Puts_parts_together_lists_unfinished_uploads_and_forgets_aborted_ones()
    {
        await using var server = await S3Server.Start();
        var bucket = await server.CreateBucket();
        var finished = await server.Client.InitiateMultipartUploadAsync(bucket, "whole");
        var abandoned = await server.Client.InitiateMultipartUploadAsync(bucket, "half");
        var parts = new List<PartETag>();
        foreach (var (number, size) in new[] { (1, PartSize), (2, 1000) })
        {
            var part = await server.Client.UploadPartAsync(Part(bucket, "whole", finished.UploadId, number, size));
            parts.Add(new PartETag(number, part.ETag));
        }

        await server.Client.CompleteMultipartUploadAsync(new() { BucketName = bucket, Key = "whole", UploadId = finished.UploadId, PartETags = parts });
        (await Uploads(server, bucket)).ShouldBe([abandoned.UploadId]);
        await server.Client.AbortMultipartUploadAsync(bucket, "half", abandoned.UploadId);

        (await Uploads(server, bucket)).ShouldBeEmpty();
        (await server.Client.GetObjectMetadataAsync(bucket, "whole")).ContentLength.ShouldBe(PartSize + 1000);
        var late = await Should.ThrowAsync<AmazonS3Exception>(() => server.Client.UploadPartAsync(Part(bucket, "half", abandoned.UploadId, 1, 1000)));
        late.ErrorCode.ShouldBe("NoSuchUpload");
        (await server.Client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects.Select(entry => entry.Key).ShouldBe(["whole"]);
    }

    [Fact]
    public async Task Refuses_strangers()
    {
        await using var server = await S3Server.Start();
        var bucket = await server.CreateBucket();
        using var stranger = new AmazonS3Client(
            server.AccessKey, "not its secret", new AmazonS3Config { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        using var nobody = new HttpClient();

        (await Should.ThrowAsync<AmazonS3Exception>(() => stranger.ListObjectsV2Async(new() { BucketName = bucket }))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await nobody.GetAsync(new Uri(server.Endpoint, bucket))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static PutObjectRequest Text(string bucket, string key, string text) => new() { BucketName = bucket, Key = key, InputStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    private static UploadPartRequest Part(string bucket, string key, string upload, int number, int size) =>
        new() { BucketName = bucket, Key = key, UploadId = upload, PartNumber = number, PartSize = size, InputStream = new MemoryStream(new byte[size]) };

    private static async Task<IEnumerable<string>> Uploads(S3Server server, string bucket) =>
        ((await server.Client.ListMultipartUploadsAsync(bucket)).MultipartUploads ?? []).Select(upload => upload.UploadId);
}
