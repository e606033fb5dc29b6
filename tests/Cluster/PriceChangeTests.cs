using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Darkroom.Drivers;
using Xunit.Abstractions;

namespace Darkroom.Cluster.Tests;

/// <summary>
/// A server that is started again with another price in its brand file: what was ordered before ends at the price that it was ordered at,
/// whether it was waiting or running, and what is ordered afterwards has the new one.
/// </summary>
public sealed class PriceChangeTests(ITestOutputHelper log) : IAsyncLifetime
{
    private const long Welcome = 20;
    private const long Old = 4;
    private const long New = 3;

    private static readonly byte[] Picture = File.ReadAllBytes(Repository.Photo("chelsea.png"));

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("darkroom-price-");
    private string brands = null!;
    private ServerProcess server = null!;

    public async Task InitializeAsync()
    {
        brands = Directory.CreateDirectory(Path.Combine(data.FullName, "brands")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "brands"), "*.json"))
            File.Copy(file, Path.Combine(brands, Path.GetFileName(file)));
        SetPrice(Old);
        server = new ServerProcess(data.FullName, new Dictionary<string, string> { ["DARKROOM_BRANDS"] = brands });
        await server.Start();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Jobs_that_wait_and_run_end_at_the_price_that_they_were_ordered_at(bool killed)
    {
        using var visitor = new Visitor(server.Address, data.FullName, $"price-{killed}@example.org");
        await visitor.SignUp();
        var orders = new List<string>();
        for (var number = 1; number <= 3; number++)
        {
            var (status, job, body) = await Submit(visitor, $"before-{number}");
            status.ShouldBe(HttpStatusCode.Accepted, body);
            orders.Add(job!);
        }

        (await visitor.Wallet()).GetProperty("held").GetInt64().ShouldBe(3 * Old);
        await Eventually.Is(async () => (await visitor.Job(orders[0])).GetProperty("status").GetString() is "running" or "succeeded", true);
        if (killed)
            await server.Kill();
        else
            (await server.Terminate()).ShouldBe(0, server.Output);
        SetPrice(New);
        var restarted = DateTimeOffset.UtcNow;
        await server.Start();

        // While they are still on their way, the new price holds for whoever asks, and for their next order.
        var quote = await Ask(visitor);
        quote.GetProperty("price").GetInt64().ShouldBe(New);
        var (stale, _, refusal) = await Submit(visitor, "stale", quoted: Old);
        stale.ShouldBe(HttpStatusCode.Conflict, refusal);
        var problem = JsonDocument.Parse(refusal).RootElement;
        (problem.GetProperty("code").GetString(), problem.GetProperty("quoted").GetInt64(), problem.GetProperty("price").GetInt64())
            .ShouldBe(("price_changed", Old, New));
        var (taken, next, answer) = await Submit(visitor, "after", quoted: New);
        taken.ShouldBe(HttpStatusCode.Accepted, answer);

        // The same key finds its job, at its price.
        for (var number = 1; number <= 3; number++)
        {
            var (status, job, body) = await Submit(visitor, $"before-{number}");
            status.ShouldBe(HttpStatusCode.Accepted, body);
            job.ShouldBe(orders[number - 1]);
            JsonDocument.Parse(body).RootElement.GetProperty("price").GetInt64().ShouldBe(Old);
        }

        foreach (var (job, price) in orders.Select(job => (job, Old)).Append((next!, New)))
        {
            var ended = await visitor.Finished(job, TimeSpan.FromMinutes(5));
            (ended.GetProperty("status").GetString(), ended.GetProperty("price").GetInt64()).ShouldBe(("succeeded", price));
        }

        (await visitor.Job(orders[^1])).GetProperty("finishedAt").GetDateTimeOffset().ShouldBeGreaterThan(restarted, "it was under way when the price changed");
        var wallet = await visitor.Wallet();
        (wallet.GetProperty("balance").GetInt64(), wallet.GetProperty("held").GetInt64()).ShouldBe((Welcome - (3 * Old) - New, 0));
        await Leftovers.ShouldBeNone(server, log);
    }

    private static Task<(HttpStatusCode Status, string? Job, string Body)> Submit(Visitor visitor, string key, long? quoted = null) =>
        visitor.Submit(Picture, "remove-background", new { background = "transparent" }, key, price: quoted);

    private static async Task<JsonElement> Ask(Visitor visitor)
    {
        using var content = new StringContent("""{"tool":"remove-background"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await visitor.Http.PostAsync("/v1/quotes", content);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private void SetPrice(long credits)
    {
        var path = Path.Combine(brands, "nanogpt.json");
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        file["tools"]!["remove-background"]!["price"] = credits;
        File.WriteAllText(path, file.ToJsonString());
    }
}
