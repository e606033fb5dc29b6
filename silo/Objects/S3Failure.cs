using Amazon.Runtime;
using Amazon.S3;

namespace Darkroom.Objects;

/// <summary>What the SDK throws, in the words of the port: an <see cref="IOException"/> that names the service's own code and nothing of a request.</summary>
internal static class S3Failure
{
    /// <summary>Runs a request.</summary>
    /// <exception cref="IOException">The service refused, failed, or did not answer in time, the SDK's own repeats included.</exception>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public static async Task<T> Translated<T>(Func<Task<T>> request, CancellationToken cancellation)
    {
        try
        {
            return await request();
        }
        catch (Exception error) when (IsFailure(error, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            throw Of(error);
        }
    }

    /// <summary>Whether an exception of the SDK means that the store failed. Its time-outs look like a cancellation that nobody asked for.</summary>
    public static bool IsFailure(Exception error, CancellationToken cancellation) => error is OperationCanceledException
        ? !cancellation.IsCancellationRequested
        : error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    /// <summary>The failure in the port's words.</summary>
    public static IOException Of(Exception error) => error switch
    {
        AmazonS3Exception { ErrorCode: { Length: > 0 } code } answer => new IOException($"The object store answered {code} ({(int)answer.StatusCode}).", error),
        AmazonServiceException answer when answer.StatusCode != 0 => new IOException($"The object store answered {(int)answer.StatusCode}.", error),
        OperationCanceledException or TimeoutException => new IOException("The object store did not answer in time.", error),
        _ => new IOException("The object store could not be reached.", error),
    };
}
