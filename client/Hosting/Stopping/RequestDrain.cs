using Darkroom.Hosting.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Darkroom.Hosting.Stopping;

/// <summary>
/// Lets open requests end when the process stops, but not for longer than <see cref="ProcessOptions.Drain"/>: a client that sends a byte
/// a minute must not keep the process from leaving the cluster in order. Answers of a leaving process close their connection, so that the
/// client's next request goes elsewhere.
/// </summary>
internal sealed class RequestDrain : IDisposable
{
    private readonly RequestDelegate next;
    private readonly Readiness readiness;
    private readonly CancellationTokenSource over;

    public RequestDrain(RequestDelegate next, Readiness readiness, ProcessOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        (this.next, this.readiness) = (next, readiness);
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        lifetime.ApplicationStopping.Register(() => over.CancelAfter(options.Drain));
    }

    public async Task Invoke(HttpContext context)
    {
        if (readiness.IsLeaving && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        await using var _ = over.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        await next(context);
    }

    public void Dispose() => over.Dispose();
}
