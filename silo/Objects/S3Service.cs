using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Darkroom.Objects;

/// <summary>The connection to the service, and whether it is the one that the operator means.</summary>
internal static class S3Service
{
    /// <summary>A client that repeats a failed request a few times, then gives up. Thread-safe; the caller disposes it.</summary>
    public static AmazonS3Client Connect(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = options.Endpoint.ToString(),
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            Timeout = options.Timeout,
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(5, options.Timeout.TotalSeconds)),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = options.Retries,

            // Checksums beyond the signed digest are S3's own; other services refuse what they do not know. Pictures are authenticated anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        return options is { AccessKey: { } access, SecretKey: { } secret }
            ? new AmazonS3Client(new BasicAWSCredentials(access, secret), config)
            : new AmazonS3Client(config);
    }

    /// <summary>Asks for the bucket as the store will, before anything depends on it.</summary>
    /// <returns>Whether the bucket keeps what is deleted as an older version, which then never goes.</returns>
    /// <exception cref="InvalidOperationException">The bucket cannot be used; the text names the variable to mend.</exception>
    public static async Task<bool> Check(IAmazonS3 client, S3Options options, CancellationToken cancellation)
    {
        try
        {
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket, MaxKeys = 1 }, cancellation);
        }
        catch (Exception error) when (S3Failure.IsFailure(error, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException(Explain(error, options), error);
        }

        try
        {
            var versioning = await client.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = options.Bucket }, cancellation);
            return versioning.VersioningConfig?.Status == VersionStatus.Enabled;
        }
        catch (AmazonServiceException)
        {
            // The service has no versions, or a key that may not ask.
            return false;
        }
    }

    private static string Explain(Exception error, S3Options options) => error switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => $"DARKROOM_S3_BUCKET: there is no bucket {options.Bucket} at {options.Endpoint}. Make it first.",
        AmazonS3Exception { ErrorCode: "InvalidAccessKeyId" } => $"DARKROOM_S3_ACCESS_KEY is not known at {options.Endpoint}.",
        AmazonS3Exception { ErrorCode: "SignatureDoesNotMatch" } => "DARKROOM_S3_SECRET_KEY does not belong to DARKROOM_S3_ACCESS_KEY.",
        AmazonS3Exception { ErrorCode: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "TemporaryRedirect" } =>
            $"DARKROOM_S3_REGION is {options.Region}, and the bucket {options.Bucket} is elsewhere.",
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } =>
            $"DARKROOM_S3_ACCESS_KEY may not list the bucket {options.Bucket}; it needs to list, read, write and delete there.",
        AmazonServiceException { StatusCode: not 0 } answer => $"DARKROOM_S3: {options.Endpoint} answered {answer.ErrorCode} ({(int)answer.StatusCode}).",
        AmazonClientException when options.AccessKey is null => "DARKROOM_S3_ACCESS_KEY is not set, and this machine offers no credentials of its own.",
        _ => $"DARKROOM_S3: {options.Endpoint} cannot be reached.",
    };
}
