using Darkroom.Gateway.Problems;
using Darkroom.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Darkroom.Gateway.Jobs;

/// <summary>
/// Streams a picture out of the vault: whole, or one range of it. Nothing on the way may keep it (it is to be forgotten), and a
/// browser that is talked into opening it as a page runs nothing.
/// </summary>
internal sealed class PictureResult(PictureStream picture, PictureRef reference, string mediaType) : IResult
{
    private const int CopyBytes = 64 * 1024;

    /// <summary>The file name of a download; null to show the picture instead.</summary>
    public string? DownloadName { get; init; }

    /// <summary>Called when the whole picture has been handed to the connection, and for nothing less.</summary>
    public Func<Task>? OnDelivered { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var _ = picture;
        var response = httpContext.Response;
        var (from, length, isRange) = (0L, picture.Length, false);
        if (Range(httpContext.Request) is { } asked)
        {
            if (Resolve(asked, picture.Length) is not { } resolved)
            {
                response.Headers.ContentRange = new ContentRangeHeaderValue(picture.Length).ToString();
                await new Problem(ProblemKinds.BadRange).ExecuteAsync(httpContext);
                return;
            }

            (from, length, isRange) = (resolved.From, resolved.Length, true);
        }

        response.StatusCode = isRange ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentType = mediaType;
        response.ContentLength = length;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ETag = Tag();
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentDisposition = Disposition();
        if (isRange)
            response.Headers.ContentRange = new ContentRangeHeaderValue(from, from + length - 1, picture.Length).ToString();
        await Copy(response, from, length, httpContext.RequestAborted);

        // Not before the response is complete: what was cut off has not been delivered.
        await response.CompleteAsync();
        if (!isRange && OnDelivered is not null && !httpContext.RequestAborted.IsCancellationRequested)
            await OnDelivered();
    }

    private async Task Copy(HttpResponse response, long from, long length, CancellationToken cancellation)
    {
        var buffer = new byte[CopyBytes];
        for (var position = 0L; position < from + length;)
        {
            var want = (int)Math.Min(buffer.Length, (position < from ? from : from + length) - position);
            var read = await picture.Content.ReadAsync(buffer.AsMemory(0, want), cancellation);
            if (read == 0)
                throw new InvalidDataException("A stored picture ended before its length.");
            if (position >= from)
                await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
            position += read;
        }
    }

    private string Tag() => $"\"{reference.Value}\"";

    private string Disposition()
    {
        var header = new ContentDispositionHeaderValue(DownloadName is null ? "inline" : "attachment");
        if (DownloadName is not null)
            header.SetHttpFileName(DownloadName);
        return header.ToString();
    }

    /// <summary>One well-formed range whose <c>If-Range</c> holds; several ranges, or another unit, are answered with the whole, as RFC 9110 allows.</summary>
    private RangeItemHeaderValue? Range(HttpRequest request)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range) || range.Unit != "bytes" || range.Ranges.Count != 1)
            return null;
        var condition = request.Headers.IfRange.ToString();
        return condition.Length == 0 || condition == Tag() ? range.Ranges.First() : null;
    }

    private static (long From, long Length)? Resolve(RangeItemHeaderValue range, long total)
    {
        if (range.From is { } from)
            return from < total ? (from, Math.Min(range.To ?? long.MaxValue, total - 1) - from + 1) : null;
        return range.To is > 0 and var last && total > 0 ? (Math.Max(0, total - last), Math.Min(last, total)) : null;
    }
}
