using System.Net;
using System.Net.Http.Headers;
using Darkroom.Drivers;

namespace Darkroom.Gateway.Tests;

/// <summary>The main way: upload, watch, pay, download, forget.</summary>
[Collection(ServerCollection.Name)]
public sealed class JobTests(DarkroomServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    [Trait("Clause", "NAN-02")]
    public async Task A_photograph_is_resized_paid_for_downloaded_and_forgotten()
    {
        using var visitor = await server.SignUp();
        using var form = Form.Resize(Pictures.Photo("chelsea.png"), """{"width":100,"format":"png"}""", "my cat.png");
        using var accepted = await form.Send(visitor.Http);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        var created = await accepted.Json();
        var id = created.GetProperty("id").GetString()!;
        accepted.Headers.Location!.OriginalString.ShouldBe($"/v1/jobs/{id}");
        created.GetProperty("price").GetInt64().ShouldBe(1);
        created.GetProperty("inputs")[0].GetProperty("type").GetString().ShouldBe("image/png");
        created.GetProperty("inputs")[0].GetProperty("width").GetInt32().ShouldBe(451);
        created.GetProperty("inputs")[0].GetProperty("fileName").GetString().ShouldBe("my cat.png");

        var job = await visitor.Finished(id, Patience);
        job.GetProperty("status").GetString().ShouldBe("succeeded", job.ToString());
        job.GetProperty("progress").GetDouble().ShouldBe(1);
        job.GetProperty("attempts").GetInt32().ShouldBe(1);
        job.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        var output = job.GetProperty("outputs")[0];
        output.GetProperty("width").GetInt32().ShouldBe(100);
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(19);
        (await visitor.Wallet()).GetProperty("held").GetInt64().ShouldBe(0);

        using var download = await visitor.Http.GetAsync(output.GetProperty("url").GetString());
        download.StatusCode.ShouldBe(HttpStatusCode.OK);
        download.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        download.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        download.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var bytes = await download.Content.ReadAsByteArrayAsync();
        bytes.LongLength.ShouldBe(output.GetProperty("bytes").GetInt64());
        Pictures.PngSize(bytes).Width.ShouldBe(100);

        // The whole attachment was sent: the brand's grace of ten minutes has begun.
        var delivered = await visitor.Job(id);
        delivered.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(11));

        using var forgotten = await visitor.Http.DeleteAsync($"/v1/jobs/{id}");
        (await forgotten.Json()).GetProperty("forgotten").GetBoolean().ShouldBeTrue();
        using var again = await visitor.Http.GetAsync($"/v1/jobs/{id}/outputs/0");
        await again.ShouldBeProblem(HttpStatusCode.Gone, "gone");
        using var input = await visitor.Http.GetAsync($"/v1/jobs/{id}/inputs/0");
        await input.ShouldBeProblem(HttpStatusCode.Gone, "gone");
        var rest = await visitor.Job(id);
        rest.ToString().ShouldNotContain("my cat");
        rest.GetProperty("tool").GetString().ShouldBe("resize");
        (rest.GetProperty("finishedAt").GetDateTimeOffset() - rest.GetProperty("startedAt").GetDateTimeOffset()).ShouldBeGreaterThan(TimeSpan.Zero, "how long it took stays on record");
        (rest.GetProperty("inputs").GetArrayLength(), rest.GetProperty("outputs").GetArrayLength()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Previews_and_ranges_do_not_count_as_delivered()
    {
        using var visitor = await server.SignUp();
        var job = await Finished(visitor);
        var url = job.GetProperty("outputs")[0].GetProperty("url").GetString()!;
        var until = job.GetProperty("expiresAt").GetDateTimeOffset();

        using var preview = await visitor.Http.GetAsync(url + "?preview");
        preview.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        var whole = await preview.Content.ReadAsByteArrayAsync();
        using var range = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(10, 29) } };
        using var part = await visitor.Http.SendAsync(range);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 10-29/{whole.Length}");
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(whole[10..30]);
        using var last = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(null, 7) } };
        using var tail = await visitor.Http.SendAsync(last);
        (await tail.Content.ReadAsByteArrayAsync()).ShouldBe(whole[^7..]);
        using var beyond = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(whole.Length, null) } };
        using var none = await visitor.Http.SendAsync(beyond);
        await none.ShouldBeProblem(HttpStatusCode.RequestedRangeNotSatisfiable, "bad_range");

        (await visitor.Job(job.GetProperty("id").GetString()!)).GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(until);
        using var missing = await visitor.Http.GetAsync(url[..^1] + "7");
        await missing.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task An_acknowledgement_starts_the_grace_and_may_be_repeated()
    {
        using var visitor = await server.SignUp();
        var id = (await Finished(visitor)).GetProperty("id").GetString()!;
        using var first = await visitor.Http.PostAsync($"/v1/jobs/{id}/received", null);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var until = (await first.Json()).GetProperty("expiresAt").GetDateTimeOffset();
        until.ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(11));
        using var second = await visitor.Http.PostAsync($"/v1/jobs/{id}/received", null);
        (await second.Json()).GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(until);
        using var result = await visitor.Http.GetAsync($"/v1/jobs/{id}/outputs/0");
        result.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Files_may_come_before_the_fields()
    {
        using var visitor = await server.SignUp();
        using var form = new Form().File(Pictures.Rocket).Field("params", """{"height":50}""").Field("keepFor", "PT5M").Field("tool", "resize");
        using var answer = await form.Send(visitor.Http);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var job = await visitor.Finished((await answer.Json()).GetProperty("id").GetString()!, Patience);
        job.GetProperty("status").GetString().ShouldBe("succeeded", job.ToString());
        job.GetProperty("outputs")[0].GetProperty("height").GetInt32().ShouldBe(50);
        job.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(6));
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        using var visitor = await server.SignUp();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var form = Form.Resize(Pictures.Rocket);
            using var answer = await form.Send(visitor.Http);
            ids.Insert(0, (await answer.Json()).GetProperty("id").GetString()!);
        }

        var listed = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await visitor.Http.GetFromJson($"/v1/jobs?limit=2{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        listed.ShouldBe(ids);
    }

    [Fact]
    public async Task The_ledger_shows_what_a_job_moved()
    {
        using var visitor = await server.SignUp();
        var id = (await Finished(visitor)).GetProperty("id").GetString()!;
        var page = await visitor.Http.GetFromJson("/v1/wallet/transfers");
        var lines = page.GetProperty("items").EnumerateArray().ToList();
        lines.Select(line => line.GetProperty("kind").GetString()).ShouldContain("grant");
        lines.Where(line => line.GetProperty("operationId").GetString()!.Contains(id, StringComparison.Ordinal)).ShouldNotBeEmpty();
        lines.Select(line => line.GetProperty("sequence").GetInt64()).ShouldBeInOrder(SortDirection.Descending);
    }

    private static async Task<System.Text.Json.JsonElement> Finished(Visitor visitor)
    {
        using var form = Form.Resize(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var job = await visitor.Finished((await answer.Json()).GetProperty("id").GetString()!, Patience);
        job.GetProperty("status").GetString().ShouldBe("succeeded", job.ToString());
        return job;
    }
}
