using System.Net;
using System.Text.Json;
using Darkroom.Drivers;

namespace Darkroom.Gateway.Tests;

/// <summary>Server-sent events: every state in order, resumed where the client left off, ended with the job.</summary>
[Collection(ServerCollection.Name)]
public sealed class EventTests(DarkroomServer server)
{
    [Fact]
    public async Task A_job_is_followed_to_its_end_and_the_stream_ends_with_it()
    {
        using var visitor = await server.SignUp();
        var id = await Submit(visitor);
        var events = await Follow(visitor, id, null);
        events.Select(one => one.Id).ShouldBeInOrder(SortDirection.Ascending);
        events.Select(one => one.Id).Distinct().Count().ShouldBe(events.Count);
        events[^1].Job.GetProperty("status").GetString().ShouldBe("succeeded", events[^1].Job.ToString());
        events[^1].Job.GetProperty("outputs").GetArrayLength().ShouldBe(1);
        events.SkipLast(1).ShouldAllBe(one => one.Job.GetProperty("status").GetString() != "succeeded");
        events[^1].Job.GetProperty("version").GetInt64().ShouldBe(events[^1].Id);
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_has_not_seen()
    {
        using var visitor = await server.SignUp();
        var id = await Submit(visitor);
        var all = await Follow(visitor, id, null);
        var resumed = await Follow(visitor, id, all[^1].Id - 1);
        resumed.Single().Id.ShouldBe(all[^1].Id);

        using var nothingMore = await visitor.Http.SendAsync(Request(id, all[^1].Id));
        nothingMore.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    public async Task An_event_id_of_another_form_is_refused(string lastEventId)
    {
        using var visitor = await server.SignUp();
        var id = await Submit(visitor);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        using var answer = await visitor.Http.SendAsync(request);
        await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
    }

    [Fact]
    public async Task Many_watchers_see_the_same_end_and_one_that_leaves_disturbs_nobody()
    {
        using var visitor = await server.SignUp();
        var id = await Submit(visitor);
        using (var leaving = await visitor.Http.SendAsync(Request(id, null), HttpCompletionOption.ResponseHeadersRead))
            leaving.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ends = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Follow(visitor, id, null)));
        ends.Select(events => events[^1].Job.GetProperty("status").GetString()).ShouldAllBe(status => status == "succeeded");
    }

    private static async Task<string> Submit(Visitor visitor)
    {
        using var form = Form.Resize(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Json()).GetProperty("id").GetString()!;
    }

    private static HttpRequestMessage Request(string id, long? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/events");
        if (lastEventId is { } seen)
            request.Headers.Add("Last-Event-ID", seen.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return request;
    }

    /// <summary>Reads the stream to its end, as an EventSource would.</summary>
    private static async Task<List<(long Id, JsonElement Job)>> Follow(Visitor visitor, string id, long? lastEventId)
    {
        using var request = Request(id, lastEventId);
        using var answer = await visitor.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var events = new List<(long, JsonElement)>();
        long current = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                current = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                events.Add((current, JsonDocument.Parse(line[6..]).RootElement));
        }

        return events;
    }
}
