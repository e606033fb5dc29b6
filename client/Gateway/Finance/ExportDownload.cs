using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Darkroom.Finance;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Darkroom.Gateway.Finance;

/// <summary>
/// An export as a download: lines are sent as their pages come, and no more of it is in memory than a page. A page that fails breaks the connection, so
/// that nobody takes the part for the whole; the download goes on after the last whole line.
/// </summary>
internal sealed class ExportDownload(BooksReader books, LineFormat format, DateTimeOffset since, DateTimeOffset until, LedgerCursor? after, BrandId? brand) : IResult
{
    /// <summary>Says where the export ends.</summary>
    public const string UntilHeader = "Darkroom-Until";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Before the first byte, so that books that do not answer are a refusal and not a broken download.
        var cancellation = httpContext.RequestAborted;
        var page = await books.Export(after ?? LedgerCursor.Before(since), until, brand, cancellation);
        var end = page.Until;
        WriteHeaders(httpContext.Response, end);
        var body = httpContext.Response.BodyWriter;
        if (after is null && format.Heading is { } heading)
            Write(body, heading);
        for (; ; page = await books.Export(page.Next, end, brand, cancellation))
        {
            foreach (var line in page.Lines)
                Write(body, format.Write(line));
            var flushed = await body.FlushAsync(cancellation);
            if (page.Next is null || flushed.IsCompleted)
                return;
        }
    }

    private void WriteHeaders(HttpResponse response, DateTimeOffset end)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"books-{since.UtcDateTime:yyyy-MM-dd}-{end.UtcDateTime:yyyy-MM-dd}.{format.Name}");
        response.ContentType = $"{format.MediaType}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        response.Headers[UntilHeader] = end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private static void Write(PipeWriter body, string line)
    {
        Encoding.UTF8.GetBytes(line, body);
        body.Write("\n"u8);
    }
}
