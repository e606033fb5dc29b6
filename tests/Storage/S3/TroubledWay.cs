using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Tests.S3;

/// <summary>What happens to a request on its way.</summary>
internal enum Trouble
{
    /// <summary>It arrives, and so does the answer.</summary>
    None,

    /// <summary>The service answers that it is too busy.</summary>
    Busy,

    /// <summary>It never arrives: the connection breaks.</summary>
    Cut,

    /// <summary>It arrives and is done, but the connection breaks before the answer.</summary>
    LostAnswer,

    /// <summary>It never arrives, and nothing answers.</summary>
    Silence,

    /// <summary>It arrives and is done, but nothing answers.</summary>
    SilentAnswer,

    /// <summary>Half of the answer's body arrives, then the connection breaks.</summary>
    HalfAnswer,

    /// <summary>Half of the answer's body arrives, then nothing more.</summary>
    StalledAnswer,
}

/// <summary>A way to an S3 server on which requests meet trouble as a test decides.</summary>
internal sealed class TroubledWay : IAsyncDisposable
{
    private static readonly string[] OfConnection = ["Transfer-Encoding", "Connection", "Keep-Alive", "Expect"];

    private readonly WebApplication app;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentQueue<string> seen = new();
    private readonly CancellationTokenSource closing = new();

    private TroubledWay(Uri service)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(context => Pass(context, service));
    }

    /// <summary>Which trouble a request meets, by method and path with query, and how many like it (same method) came before.</summary>
    public Func<string, string, int, Task<Trouble>> Decide { get; set; } = (_, _, _) => Task.FromResult(Trouble.None);

    public Uri Address => new(app.Urls.Single());

    public static async Task<TroubledWay> To(Uri service)
    {
        var way = new TroubledWay(service);
        await way.app.StartAsync();
        return way;
    }

    /// <summary>How many requests of a method have come.</summary>
    public int Count(string method) => seen.Count(other => other == method);

    /// <summary>Trouble for every request of one method whose path and query hold a text.</summary>
    public void On(string method, Trouble trouble, string within = "", int first = int.MaxValue)
    {
        var met = 0;
        Decide = (asked, path, _) => Task.FromResult(
            asked == method && path.Contains(within, StringComparison.Ordinal) && Interlocked.Increment(ref met) <= first ? trouble : Trouble.None);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.DisposeAsync();
        client.Dispose();
        closing.Dispose();
    }

    private async Task Pass(HttpContext context, Uri service)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var method = context.Request.Method;
        var before = Count(method);
        seen.Enqueue(method);
        var trouble = await Decide(method, path, before);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, closing.Token);
        switch (trouble)
        {
            case Trouble.Busy:
                await context.Request.Body.CopyToAsync(Stream.Null, end.Token);
                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                await context.Response.WriteAsync("<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>", end.Token);
                return;
            case Trouble.Cut:
                context.Abort();
                return;
            case Trouble.Silence:
                await Forever(end.Token);
                return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(service, path));
        if (context.Request.ContentLength is not null)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, value) in context.Request.Headers)
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)value!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)value!);
            }
        }

        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            context.Abort();
            return;
        }

        using (answer)
        {
            await Answer(context, answer, trouble, end.Token);
        }
    }

    private static async Task Answer(HttpContext context, HttpResponseMessage answer, Trouble trouble, CancellationToken end)
    {
        if (trouble is Trouble.LostAnswer or Trouble.SilentAnswer)
        {
            await answer.Content.CopyToAsync(Stream.Null, end);
            await (trouble == Trouble.SilentAnswer ? Forever(end) : Task.CompletedTask);
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = value.ToArray();
        }

        if (trouble is Trouble.HalfAnswer or Trouble.StalledAnswer)
        {
            var half = new byte[answer.Content.Headers.ContentLength!.Value / 2];
            await (await answer.Content.ReadAsStreamAsync(end)).ReadExactlyAsync(half, end);
            await context.Response.Body.WriteAsync(half, end);
            await context.Response.Body.FlushAsync(end);
            await (trouble == Trouble.StalledAnswer ? Forever(end) : Task.CompletedTask);
            context.Abort();
            return;
        }

        try
        {
            await answer.Content.CopyToAsync(context.Response.Body, end);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static async Task Forever(CancellationToken end) => await Task.Delay(Timeout.Infinite, end).ContinueWith(_ => { }, TaskScheduler.Default);
}
