using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Darkroom.Outbox;

namespace Darkroom.Silo.Work.Callbacks;

/// <summary>
/// Sends one signed call-back. The address comes from a stranger, so it must not lead into our own network: HTTPS only, the name is
/// resolved once, every address it has must be public, the connection goes to the very address that was checked (a name that changes
/// its mind between check and use gains nothing), redirects are not followed, no proxy, and the answer's body is not read. Thread-safe.
/// </summary>
internal sealed class CallbackSender : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);
    private readonly bool allowPrivate;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    public CallbackSender(WorkOptions options, TimeProvider time)
    {
        (allowPrivate, this.time) = (options.AllowPrivateCallbacks, time);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = Connect,
            ConnectTimeout = LongestAnswer,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = LongestAnswer,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Darkroom", "1"));
    }

    /// <summary>Sends and tells what came of it. Throws only when canceled.</summary>
    public async Task<CallbackAnswer> Send(string target, byte[] body, string secret, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(target, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (allowPrivate && url.Scheme == Uri.UriSchemeHttp)))
        {
            return CallbackAnswer.Refused;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(CallbackSignature.Header, CallbackSignature.Sign(secret, body, time.GetUtcNow()));
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.StatusCode switch
            {
                HttpStatusCode.Gone => CallbackAnswer.Refused,
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => CallbackAnswer.Taken,
                _ => CallbackAnswer.Failed,
            };
        }
        catch (HttpRequestException failure) when (failure.InnerException is InnerAddressException || failure.GetBaseException() is InnerAddressException)
        {
            return CallbackAnswer.Refused;
        }
        catch (HttpRequestException)
        {
            return CallbackAnswer.Failed;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return CallbackAnswer.Failed;
        }
    }

    public void Dispose() => client.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (!allowPrivate && !addresses.All(PublicAddress.Is))
        {
            throw new InnerAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class InnerAddressException() : IOException("The call-back's host has an address that is not public.");
}

/// <summary>What came of a call-back.</summary>
internal enum CallbackAnswer
{
    /// <summary>The receiver answered with a success.</summary>
    Taken,

    /// <summary>No answer, or one that says to try again.</summary>
    Failed,

    /// <summary>The receiver wants no more of it (410), or the address is none that we call.</summary>
    Refused,
}
