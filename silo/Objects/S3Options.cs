using Microsoft.Extensions.Configuration;

namespace Darkroom.Objects;

/// <summary>Which bucket of which S3-compatible service holds the encrypted pictures. Read once at start.</summary>
/// <param name="Endpoint"><c>DARKROOM_S3</c>: the service's address, such as <c>https://s3.eu-north-1.amazonaws.com</c>.</param>
/// <param name="Bucket"><c>DARKROOM_S3_BUCKET</c>: a bucket that exists, for this cluster alone.</param>
/// <param name="Region"><c>DARKROOM_S3_REGION</c>: the region that requests are signed for. Default <c>us-east-1</c>, which most other services expect.</param>
/// <param name="AccessKey"><c>DARKROOM_S3_ACCESS_KEY</c> or <c>…_FILE</c>. Null, with the next: what the SDK finds on the machine (role, profile).</param>
/// <param name="SecretKey"><c>DARKROOM_S3_SECRET_KEY</c> or <c>…_FILE</c>.</param>
/// <param name="PathStyle"><c>DARKROOM_S3_PATH_STYLE</c>: <c>yes</c> asks for <c>endpoint/bucket/…</c>, <c>no</c> (default) for <c>bucket.endpoint/…</c>.</param>
public sealed record S3Options(Uri Endpoint, string Bucket, string Region, string? AccessKey, string? SecretKey, bool PathStyle)
{
    /// <summary>How long one request, or one wait for the next bytes of an answer, may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failed request is repeated, with growing pauses.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>How old an unfinished upload must be to be taken for abandoned. No upload of ours lives as long.</summary>
    public TimeSpan AbandonedAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Reads and checks the configuration; null where <c>DARKROOM_S3</c> is not set.</summary>
    /// <exception cref="InvalidOperationException">A variable is missing or holds something unusable; the text names it and never repeats a key.</exception>
    public static S3Options? Read(IConfiguration configuration)
    {
        if (Text(configuration, "S3") is not { } address)
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            || endpoint is not { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" })
        {
            throw new InvalidOperationException("DARKROOM_S3 must be the address of an S3 service without a path, such as https://s3.eu-north-1.amazonaws.com.");
        }

        if (endpoint.Scheme != "https" && string.Equals(Text(configuration, "TLS"), "required", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("DARKROOM_S3 must be an https address where DARKROOM_TLS is required.");
        }

        var bucket = Text(configuration, "S3_BUCKET")
            ?? throw new InvalidOperationException("DARKROOM_S3_BUCKET is missing: the name of the bucket at DARKROOM_S3 that holds the pictures.");
        var (access, secret) = (Secret(configuration, "S3_ACCESS_KEY"), Secret(configuration, "S3_SECRET_KEY"));
        if ((access is null) != (secret is null))
        {
            throw new InvalidOperationException($"DARKROOM_S3_{(access is null ? "ACCESS" : "SECRET")}_KEY is missing: set both keys, or neither to use the machine's own.");
        }

        var style = Text(configuration, "S3_PATH_STYLE") ?? "no";
        return style is "yes" or "no"
            ? new S3Options(endpoint, bucket, Text(configuration, "S3_REGION") ?? "us-east-1", access, secret, style == "yes")
            : throw new InvalidOperationException($"DARKROOM_S3_PATH_STYLE is '{style}'; it must be yes or no.");
    }

    /// <summary>Leaves the keys out.</summary>
    public override string ToString() => $"bucket {Bucket} at {Endpoint}";

    private static string? Text(IConfiguration configuration, string name) => configuration[name]?.Trim() is { Length: > 0 } text ? text : null;

    private static string? Secret(IConfiguration configuration, string name)
    {
        if (Text(configuration, $"{name}_FILE") is not { } path)
        {
            return Text(configuration, name);
        }

        if (Text(configuration, name) is not null)
        {
            throw new InvalidOperationException($"DARKROOM_{name} and DARKROOM_{name}_FILE are both set; one must go.");
        }

        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text
                ? text : throw new InvalidOperationException($"DARKROOM_{name}_FILE names an empty file: {path}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"DARKROOM_{name}_FILE names a file that cannot be read: {path} ({error.Message})", error);
        }
    }
}
