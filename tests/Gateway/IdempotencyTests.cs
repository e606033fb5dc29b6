using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Darkroom.Idempotency;
using Darkroom.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests;

/// <summary>Requests that are sent twice are done once.</summary>
[Collection(ServerCollection.Name)]
public sealed class IdempotencyTests(DarkroomServer server)
{
    [Fact]
    public async Task The_same_upload_with_the_same_key_is_one_job_that_is_paid_for_once()
    {
        using var visitor = await server.SignUp();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var form = Form.Resize(Pictures.Rocket); // A new boundary each time: the bytes on the wire differ.
            using var answer = await form.Send(visitor.Http, "order-1");
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            ids.Add((await answer.Json()).GetProperty("id").GetString()!);
            answer.Headers.Location!.OriginalString.ShouldEndWith(ids[^1]);
        }

        ids.Distinct().Count().ShouldBe(1);
        await visitor.Finished(ids[0], TimeSpan.FromMinutes(2));
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(19);
    }

    [Fact]
    public async Task The_same_key_with_anything_else_is_a_conflict()
    {
        using var visitor = await server.SignUp();
        using var first = Form.Resize(Pictures.Rocket);
        using var accepted = await first.Send(visitor.Http, "order-2");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        foreach (var other in new[]
        {
            Form.Resize(Pictures.Rocket, """{"width":65}"""),
            Form.Resize(Pictures.Png(3, 3)),
            new Form().Field("tool", "denoise").Field("params", """{"width":64}""").File(Pictures.Rocket),
            new Form().Field("tool", "resize").Field("params", """{"width":64}""").Field("keepFor", "60").File(Pictures.Rocket),
        })
        {
            using var answer = await other.Send(visitor.Http, "order-2");
            var status = answer.StatusCode;
            status.ShouldBeOneOf(HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity); // 'denoise' does not know 'width'.
            if (status == HttpStatusCode.Conflict)
                await answer.ShouldBeProblem(HttpStatusCode.Conflict, "idempotency_conflict");
            other.Dispose();
        }

        (await visitor.Http.GetFromJson("/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Copies_that_come_at_once_become_one_job()
    {
        using var visitor = await server.SignUp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var form = Form.Resize(Pictures.Rocket);
            using var answer = await form.Send(visitor.Http, "order-3");
            if (answer.StatusCode == HttpStatusCode.Conflict)
            {
                await answer.ShouldBeProblem(HttpStatusCode.Conflict, "idempotency_in_progress");
                answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
                return null;
            }

            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            return (await answer.Json()).GetProperty("id").GetString();
        }));
        answers.OfType<string>().Distinct().Count().ShouldBe(1);
        (await visitor.Http.GetFromJson("/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_does_not_use_the_key_up()
    {
        using var visitor = await server.SignUp();
        using var bad = Form.Resize("no picture"u8.ToArray());
        using var refused = await bad.Send(visitor.Http, "order-4");
        await refused.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_picture");
        using var good = Form.Resize(Pictures.Rocket);
        using var accepted = await good.Send(visitor.Http, "order-4");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Keys_of_different_people_have_nothing_to_do_with_each_other()
    {
        using var one = await server.SignUp();
        using var two = await server.SignUp();
        using var formOne = Form.Resize(Pictures.Rocket);
        using var formTwo = Form.Resize(Pictures.Png(4, 4));
        using var answerOne = await formOne.Send(one.Http, "order-5");
        using var answerTwo = await formTwo.Send(two.Http, "order-5");
        answerOne.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answerTwo.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answerOne.Json()).GetProperty("id").GetString().ShouldNotBe((await answerTwo.Json()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_gateway_that_died_after_handing_the_job_over_is_not_paid_for_twice()
    {
        using var visitor = await server.SignUp();
        using var first = Form.Resize(Pictures.Rocket);
        using var accepted = await first.Send(visitor.Http, "order-6");
        var id = (await accepted.Json()).GetProperty("id").GetString()!;
        await visitor.Finished(id, TimeSpan.FromMinutes(2));
        await Set(id, "done = 0, held_until = 0"); // As if the process had ended before it could note that all was done.

        using var other = Form.Resize(Pictures.Png(5, 5));
        using var conflict = await other.Send(visitor.Http, "order-6");
        await conflict.ShouldBeProblem(HttpStatusCode.Conflict, "idempotency_conflict");
        await Set(id, "done = 0, held_until = 0"); // The conflict must not have taken the record away.
        using var again = Form.Resize(Pictures.Rocket);
        using var answer = await again.Send(visitor.Http, "order-6");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        (await answer.Json()).GetProperty("id").GetString().ShouldBe(id);
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(19);
    }

    [Fact]
    public async Task A_gateway_that_died_before_handing_the_job_over_leaves_the_key_to_the_repeat()
    {
        using var visitor = await server.SignUp();
        var account = await visitor.Http.GetFromJson("/v1/account");
        var user = new UserId(new BrandId("nanogpt"), account.GetProperty("id").GetString()!);
        var records = server.Services.GetRequiredService<IIdempotencyRecords>();
        var key = new IdempotencyKey(user, SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\nPOST /v1/jobs\norder-7")));
        await records.Claim(key, "a process that died", "j0000000000000000000000000a", TimeSpan.Zero, default);

        using var form = Form.Resize(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http, "order-7");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var id = (await answer.Json()).GetProperty("id").GetString();
        id.ShouldNotBe("j0000000000000000000000000a");
        using var repeat = Form.Resize(Pictures.Rocket);
        using var same = await repeat.Send(visitor.Http, "order-7");
        (await same.Json()).GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task A_key_of_bad_form_is_refused()
    {
        using var visitor = await server.SignUp();
        foreach (var key in new[] { new string('k', 256), "with space" })
        {
            using var form = Form.Resize(Pictures.Rocket);
            using var upload = await form.Send(visitor.Http, key);
            await upload.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/keys")
            {
                Content = JsonContent.Create(new { name = "x", scopes = new[] { "jobs:read" } }),
                Headers = { { "Idempotency-Key", key } },
            };
            using var answer = await visitor.Http.SendAsync(request);
            await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        }
    }

    [Fact]
    public async Task An_api_key_that_is_made_twice_is_the_same_key_and_lies_nowhere_readable()
    {
        using var visitor = await server.SignUp();
        var secrets = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/keys")
            {
                Content = JsonContent.Create(new { name = "ci", scopes = new[] { "jobs:read" } }),
                Headers = { { "Idempotency-Key", "make-the-ci-key" } },
            };
            using var answer = await visitor.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
            secrets.Add((await answer.Json()).GetProperty("key").GetString()!);
        }

        secrets[0].ShouldBe(secrets[1]);
        (await visitor.Http.GetFromJson("/v1/keys")).GetArrayLength().ShouldBe(1);

        using var other = new HttpRequestMessage(HttpMethod.Post, "/v1/keys")
        {
            Content = JsonContent.Create(new { name = "another", scopes = new[] { "jobs:read" } }),
            Headers = { { "Idempotency-Key", "make-the-ci-key" } },
        };
        using var conflict = await visitor.Http.SendAsync(other);
        await conflict.ShouldBeProblem(HttpStatusCode.Conflict, "idempotency_conflict");
    }

    private Task Set(string job, string values) => server.Services.GetRequiredService<Database>().Write((connection, transaction) =>
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"UPDATE idempotency SET {values} WHERE work = '{job}'";
        command.ExecuteNonQuery().ShouldBe(1);
    });
}
