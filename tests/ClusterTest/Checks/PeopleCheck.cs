using System.Globalization;
using System.Net;
using System.Text.Json;
using Darkroom.ClusterTest.Load;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Checks;

/// <summary>
/// What everybody sees once the load is over, through each gateway: every accepted job has ended, as was said before, and is paid for
/// exactly if it succeeded; every result that should be there is; what was deleted is gone.
/// </summary>
internal sealed class PeopleCheck(Violations violations, long welcome)
{
    private const int AtOnce = 4;

    private int succeeded;
    private int canceled;
    private int failed;
    private long captured;

    /// <summary>Jobs that ended well, were canceled, or failed and were not charged.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture, $"{succeeded} jobs succeeded and {captured} credits were taken for them; {canceled} canceled, {failed} failed: nothing was taken for these");

    /// <summary>Looks at everybody.</summary>
    /// <param name="patience">For jobs that have not ended yet.</param>
    public Task Run(IReadOnlyList<Person> people, TimeSpan patience, CancellationToken cancellation) => Parallel.ForEachAsync(
        people.Where(person => person.IsSignedIn),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
        async (person, stop) => await Look(person, patience, stop));

    private async Task Look(Person person, TimeSpan patience, CancellationToken stop)
    {
        long spent = 0;
        foreach (var order in person.Orders)
        {
            if (await End(person, order, patience, stop) is not { } job)
            {
                continue;
            }

            var status = job.GetProperty("status").GetString();
            spent += status == "succeeded" ? order.Price : 0;
            Interlocked.Increment(ref status == "succeeded" ? ref succeeded : ref status == "canceled" ? ref canceled : ref failed);
            if (order.Canceled && status != "canceled")
            {
                violations.Add($"job {order.Id} was canceled, its owner was told, and it is {status}");
            }

            if (status == "expired")
            {
                violations.Add($"job {order.Id} was never begun");
            }

            await Picture(person, order, job, stop);
        }

        Interlocked.Add(ref captured, spent);
        await Wallet(person, spent, stop);
        await Captures(person, stop);
    }

    /// <summary>The ended job, the same through every gateway; null (and a violation) where it is not.</summary>
    private async Task<JsonElement?> End(Person person, Order order, TimeSpan patience, CancellationToken stop)
    {
        JsonElement? first = null;
        for (var gateway = 0; gateway < person.Caller.Gateways; gateway++)
        {
            var job = await Ended(person, order, gateway, patience, stop);
            if (job is null || order.See(job.Value) is { } contradiction && Violate(contradiction))
            {
                return null;
            }

            if (first is not null && first.Value.GetRawText() != job.Value.GetRawText())
            {
                violations.Add($"job {order.Id} is {first.Value.GetRawText()} through one gateway and {job.Value.GetRawText()} through another");
            }

            first = job;
        }

        return first;
    }

    private async Task<JsonElement?> Ended(Person person, Order order, int gateway, TimeSpan patience, CancellationToken stop)
    {
        var until = TimeProvider.System.GetUtcNow() + patience;
        while (true)
        {
            var (answer, error) = await Get(person, gateway, $"/v1/jobs/{order.Id}", stop);
            if (answer is { Status: HttpStatusCode.OK } && Order.IsFinal(answer.Json.GetProperty("status").GetString()!))
            {
                return answer.Json;
            }

            if (TimeProvider.System.GetUtcNow() > until || answer?.Status == HttpStatusCode.NotFound)
            {
                violations.Add($"job {order.Id} ({order.Tool}) has not ended: {error ?? answer?.Json.GetRawText()}");
                return null;
            }

            await Task.Delay(200, stop);
        }
    }

    private async Task Picture(Person person, Order order, JsonElement job, CancellationToken stop)
    {
        var forgotten = job.GetProperty("forgotten").GetBoolean();
        if (order.Forgotten && !forgotten)
        {
            violations.Add($"job {order.Id} was deleted, its owner was told, and it is not forgotten");
        }

        if (job.GetProperty("status").GetString() != "succeeded")
        {
            return;
        }

        var (answer, error) = await Get(person, 0, $"/v1/jobs/{order.Id}/outputs/0?preview", stop);
        var expected = forgotten ? HttpStatusCode.Gone : HttpStatusCode.OK;
        if (answer?.Status != expected)
        {
            violations.Add($"the result of job {order.Id} was answered {error ?? answer?.Status.ToString()}, not {expected}");
        }
        else if (!forgotten && order.Bytes is { } bytes && answer.Body.Length != bytes)
        {
            violations.Add($"the result of job {order.Id} had {bytes} bytes and has {answer.Body.Length}");
        }
    }

    private async Task Wallet(Person person, long spent, CancellationToken stop)
    {
        for (var gateway = 0; gateway < person.Caller.Gateways; gateway++)
        {
            var (answer, error) = await Get(person, gateway, "/v1/wallet", stop);
            if (answer is not { Status: HttpStatusCode.OK })
            {
                violations.Add($"a wallet was answered {error ?? answer?.Status.ToString()}");
            }
            else if (answer.Json.GetProperty("balance").GetInt64() != welcome - spent || answer.Json.GetProperty("held").GetInt64() != 0)
            {
                violations.Add($"{person.Email} had {welcome} credits, jobs for {spent} succeeded, and the wallet says {answer.Json.GetRawText()}");
            }
        }
    }

    private async Task Captures(Person person, CancellationToken stop)
    {
        var captures = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var (answer, error) = await Get(person, 0, $"/v1/wallet/transfers?limit=100{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}", stop);
            if (answer is not { Status: HttpStatusCode.OK })
            {
                violations.Add($"the transfers of a wallet were answered {error ?? answer?.Status.ToString()}");
                return;
            }

            captures.AddRange(answer.Json.GetProperty("items").EnumerateArray()
                .Where(transfer => transfer.GetProperty("kind").GetString() == "capture").Select(transfer => transfer.GetProperty("operationId").GetString()!));
            cursor = answer.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        if (captures.Distinct().Count() != captures.Count)
        {
            violations.Add($"{person.Email} was charged twice for a job");
        }
    }

    private static Task<(Answer? Answer, string? Error)> Get(Person person, int gateway, string path, CancellationToken stop) =>
        person.Caller.Try(gateway, at => new HttpRequestMessage(HttpMethod.Get, at + path), stop);

    private bool Violate(string what)
    {
        violations.Add(what);
        return true;
    }
}
