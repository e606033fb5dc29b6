using System.Net;
using System.Text.Json;
using Darkroom.Drivers;
using Xunit.Abstractions;

namespace Darkroom.Cluster.Tests;

/// <summary>
/// The real server under load is killed with SIGKILL ten times at random moments, its imaging children too, and started again.
/// Afterwards every accepted job has ended, was charged at most once, credits are conserved, and nothing is left over.
/// </summary>
public sealed class KillTests(ITestOutputHelper log) : IAsyncLifetime
{
    private const int Kills = 10;
    private const int People = 16;
    private const long Welcome = 20;

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("darkroom-kill-");
    private readonly List<Visitor> visitors = [];
    private ServerProcess server = null!;

    public Task InitializeAsync()
    {
        server = new ServerProcess(data.FullName, new Dictionary<string, string>
        {
            // All visitors come from one address, which no crowd of people does.
            ["DARKROOM_Gateway__SignInsPerMinute"] = "10000",
            ["DARKROOM_Gateway__AnonymousRequestsPerMinute"] = "100000",
        });
        return server.Start();
    }

    public async Task DisposeAsync()
    {
        visitors.ForEach(visitor => visitor.Dispose());
        await server.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_job_ends_done_or_refunded_when_the_server_is_killed_ten_times()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        log.WriteLine($"seed {seed}");
        for (var i = 0; i < People; i++)
        {
            var visitor = new Visitor(server.Address, data.FullName, $"kill-{i}@example.org");
            visitors.Add(visitor);
            await visitor.SignUp();
        }

        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(12));
        var load = visitors.Select(visitor => Task.Run(() => SubmitEverything(visitor, stop.Token))).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(200, 4000));
            if (kill % 3 == 1)
            {
                server.KillChildren();
                await Task.Delay(random.Next(0, 500));
            }

            await server.Kill(childrenFirst: random.Next(2) == 0);
            await server.Start();
        }

        var accepted = (await Task.WhenAll(load)).SelectMany((jobs, i) => jobs.Select(job => (Visitor: visitors[i], job.Id, job.Price))).ToList();
        log.WriteLine($"{accepted.Count} jobs accepted");
        accepted.Count.ShouldBeGreaterThanOrEqualTo(200);
        accepted.Select(job => job.Id).Distinct().Count().ShouldBe(accepted.Count, "an idempotency key must find its job again, not make a second one");

        var succeeded = 0;
        foreach (var visitor in visitors)
        {
            long spent = 0;
            foreach (var job in accepted.Where(job => job.Visitor == visitor))
            {
                var ended = await visitor.Finished(job.Id, TimeSpan.FromMinutes(8));
                var status = ended.GetProperty("status").GetString();
                status.ShouldBeOneOf("succeeded", "failed");
                spent += status == "succeeded" ? job.Price : 0;
                succeeded += status == "succeeded" ? 1 : 0;
            }

            var wallet = await visitor.Wallet();
            wallet.GetProperty("balance").GetInt64().ShouldBe(Welcome - spent);
            wallet.GetProperty("held").GetInt64().ShouldBe(0);
            await EachJobIsChargedAtMostOnce(visitor);
        }

        log.WriteLine($"{succeeded} succeeded, {accepted.Count - succeeded} failed");
        succeeded.ShouldBeGreaterThan(accepted.Count / 2, "a kill costs attempts, not most of the work");
        await Leftovers.ShouldBeNone(server, log);
    }

    private static IEnumerable<(string Tool, object Parameters, long Price)> Orders()
    {
        for (var i = 0; i < 10; i++)
        {
            yield return ("resize", new { width = 320 + i, height = 240, mode = "fit", format = "jpeg" }, 1);
        }

        yield return ("denoise", new { strength = 20 }, 2);
        yield return ("denoise", new { strength = 40 }, 2);
        yield return ("remove-background", new { background = "transparent" }, 4);
    }

    private static async Task<List<(string Id, long Price)>> SubmitEverything(Visitor visitor, CancellationToken stop)
    {
        var picture = await File.ReadAllBytesAsync(Repository.Photo("chelsea.png"), stop);
        var accepted = new List<(string, long)>();
        var number = 0;
        foreach (var (tool, parameters, price) in Orders())
        {
            var key = $"{visitor.Email}-{number++}";
            for (; ; await Task.Delay(200, stop))
            {
                try
                {
                    var (status, job, body) = await visitor.Submit(picture, tool, parameters, key);
                    if (status == HttpStatusCode.Accepted)
                    {
                        accepted.Add((job!, price));
                        break;
                    }

                    // Only what is worth repeating may come back: anything else is a defect.
                    if ((int)status is not (409 or 429 or >= 500))
                    {
                        throw new InvalidOperationException($"{tool}: {(int)status} {body}");
                    }
                }
                catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException && !stop.IsCancellationRequested)
                {
                    // Killed in the middle: the same key again.
                }
            }
        }

        return accepted;
    }

    private static async Task EachJobIsChargedAtMostOnce(Visitor visitor)
    {
        var captures = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = JsonDocument.Parse(await visitor.Http.GetStringAsync($"/v1/wallet/transfers?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).RootElement;
            captures.AddRange(page.GetProperty("items").EnumerateArray()
                .Where(transfer => transfer.GetProperty("kind").GetString() == "capture")
                .Select(transfer => transfer.GetProperty("operationId").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (cursor is null)
            {
                break;
            }
        }

        captures.Distinct().Count().ShouldBe(captures.Count);
    }
}
