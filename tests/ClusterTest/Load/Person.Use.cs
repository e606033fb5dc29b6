using System.Net;
using System.Text.Json;

namespace Darkroom.ClusterTest.Load;

/// <summary>What is done with a job that was accepted.</summary>
internal sealed partial class Person
{
    /// <summary>Until it has ended: by events, coming back with the last id wherever a stream breaks, or by asking again and again.</summary>
    private async Task Follow(Order order, bool byEvents, CancellationToken stop)
    {
        for (var turn = random.Next(2); order.Ended is null; turn++)
        {
            if (byEvents)
            {
                await Watch(order, turn % caller.Gateways, stop);
            }
            else
            {
                var answer = await caller.Send(Wish.Follow, at => new HttpRequestMessage(HttpMethod.Get, $"{at}/v1/jobs/{order.Id}"), stop);
                if (!Expect(answer, HttpStatusCode.OK, $"reading job {order.Id}"))
                {
                    return;
                }

                See(order, answer.Json);
            }

            await Task.Delay(order.Ended is null ? 300 : 0, stop);
        }
    }

    private async Task Watch(Order order, int gateway, CancellationToken stop)
    {
        var began = tally.Now;
        var error = await caller.Listen(
            gateway,
            at => new HttpRequestMessage(HttpMethod.Get, $"{at}/v1/jobs/{order.Id}/events") { Headers = { { "Last-Event-ID", $"{order.Version}" } } },
            line =>
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    See(order, JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]));
                }
            },
            stop);
        tally.Note(Wish.Follow, gateway, began, error ?? (order.Ended is null ? "stream ended early" : null));
        if (error is not null && error.StartsWith('4') && error[..3] is not ("408" or "429"))
        {
            violations.Add($"the events of job {order.Id} were answered {error}");
        }
    }

    private async Task Download(Order order, CancellationToken stop)
    {
        var answer = await caller.Send(Wish.Download, at => new HttpRequestMessage(HttpMethod.Get, $"{at}/v1/jobs/{order.Id}/outputs/0"), stop);
        if (!Expect(answer, HttpStatusCode.OK, $"the result of job {order.Id}"))
        {
            return;
        }

        order.Bytes = answer.Body.Length;
        var isJpeg = answer.Body is [0xFF, 0xD8, .., 0xFF, 0xD9];
        var isPng = answer.Body is [0x89, (byte)'P', (byte)'N', (byte)'G', .., 0xAE, 0x42, 0x60, 0x82];
        if (!isJpeg && !isPng)
        {
            violations.Add($"the result of job {order.Id} is no whole picture: {answer.Body.Length} bytes");
        }
    }

    private async Task Cancel(Order order, CancellationToken stop)
    {
        var answer = await caller.Send(Wish.Cancel, at => new HttpRequestMessage(HttpMethod.Post, $"{at}/v1/jobs/{order.Id}/cancel"), stop);
        if (answer.Status == HttpStatusCode.Conflict && answer.Code == "too_late")
        {
            return;
        }

        if (Expect(answer, HttpStatusCode.OK, $"canceling job {order.Id}"))
        {
            order.Canceled = true;
            See(order, answer.Json);
        }
    }

    private async Task Delete(Order order, CancellationToken stop)
    {
        var answer = await caller.Send(Wish.Delete, at => new HttpRequestMessage(HttpMethod.Delete, $"{at}/v1/jobs/{order.Id}"), stop);
        if (Expect(answer, HttpStatusCode.OK, $"deleting job {order.Id}"))
        {
            order.Forgotten = true;
            See(order, answer.Json);
        }
    }

    private async Task Wallet(CancellationToken stop)
    {
        var answer = await caller.Send(Wish.Wallet, at => new HttpRequestMessage(HttpMethod.Get, $"{at}/v1/wallet"), stop);
        if (Expect(answer, HttpStatusCode.OK, "the wallet") && answer.Json.GetProperty("available").GetInt64() < 0)
        {
            violations.Add($"a wallet is below zero: {answer.Json}");
        }
    }
}
