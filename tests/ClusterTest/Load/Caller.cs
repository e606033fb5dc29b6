using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Darkroom.ClusterTest.Load;

/// <summary>An answer that a client can use.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body, int Gateway)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The stable code of a refusal; empty for anything else.</summary>
    public string Code => !IsSuccess && Body is [(byte)'{', ..] && Json.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "";
}

/// <summary>
/// How a good client calls: at the gateway that it is used to, and after an error that is worth repeating at the other one, the same
/// request under the same key, a little later each time. Every error is counted. Thread-safe.
/// </summary>
internal sealed class Caller : IDisposable
{
    /// <summary>Above Orleans' response timeout of 30 s, so that it is the gateway that says what went wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly HttpClient http;
    private readonly Tally tally;
    private readonly IReadOnlyList<Uri> gateways;
    private readonly string host;
    private readonly int home;

    /// <param name="host">The brand's host name: what a browser would send.</param>
    /// <param name="home">The gateway that is asked first.</param>
    public Caller(IReadOnlyList<Uri> gateways, string host, int home, Tally tally)
    {
        (this.gateways, this.host, this.home, this.tally) = (gateways, host, home, tally);
        http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3) }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string? Token { get; set; }

    public int Gateways => gateways.Count;

    /// <summary>Sends until there is an answer that it makes no sense to repeat for.</summary>
    /// <param name="make">Makes the request anew for each attempt.</param>
    /// <exception cref="OperationCanceledException">The load is over.</exception>
    public async Task<Answer> Send(Wish wish, Func<string, HttpRequestMessage> make, CancellationToken stop)
    {
        var wait = TimeSpan.FromMilliseconds(100);
        for (var turn = 0; ; turn++)
        {
            var gateway = (home + turn) % gateways.Count;
            var began = tally.Now;
            var (answer, error) = await Try(gateway, make, stop);
            tally.Note(wish, gateway, began, error);
            if (answer is not null && error is null)
            {
                return answer;
            }

            await Task.Delay(wait, stop);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Asks one gateway once; nothing is counted.</summary>
    public async Task<(Answer? Answer, string? Error)> Try(int gateway, Func<string, HttpRequestMessage> make, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var request = Prepare(make, gateway);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var answer = new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token), gateway);
            return (answer, Failure(answer));
        }
        catch (Exception failure) when (!stop.IsCancellationRequested && Failure(failure) is not null)
        {
            return (null, Failure(failure));
        }
    }

    /// <summary>Reads server-sent events from one gateway to their end, which a broken connection and a silent one are too.</summary>
    /// <returns>What went wrong, or null when the stream ended as it should.</returns>
    public async Task<string?> Listen(int gateway, Func<string, HttpRequestMessage> make, Action<string> onLine, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var request = Prepare(make, gateway);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NoContent))
            {
                var refusal = new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token), gateway);
                return Failure(refusal) ?? $"{(int)refusal.Status} {refusal.Code}";
            }

            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
            while (await lines.ReadLineAsync(patience.Token) is { } line)
            {
                patience.CancelAfter(Patience); // A heartbeat comes at least every 15 s.
                onLine(line);
            }

            return null;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested && Failure(failure) is not null)
        {
            return Failure(failure);
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Prepare(Func<string, HttpRequestMessage> make, int gateway)
    {
        var request = make(gateways[gateway].ToString().TrimEnd('/'));
        request.Headers.Host = host;
        if (Token is not null)
        {
            request.Headers.Authorization = new("Bearer", Token);
        }

        return request;
    }

    /// <summary>Answers that say "not now": worth the same request again.</summary>
    private static string? Failure(Answer answer) => ((int)answer.Status, answer.Code) switch
    {
        ( >= 500 or 408 or 429, var code) => $"{(int)answer.Status} {code}".TrimEnd(),
        (409, "idempotency_in_progress" or "not_ready") => $"409 {answer.Code}",
        _ => null,
    };

    private static string? Failure(Exception failure) => failure switch
    {
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        HttpRequestException { InnerException: TimeoutException or OperationCanceledException } => "no connection",
        HttpRequestException or IOException => "connection broken",
        OperationCanceledException => "no answer in 40 s",
        _ => null,
    };
}
