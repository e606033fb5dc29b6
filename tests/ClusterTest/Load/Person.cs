using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Load;

/// <summary>
/// Somebody who signs up, has pictures worked on until the welcome credits are spent, fetches results, deletes and cancels,
/// and remembers everything that was answered. An answer that no fault excuses is a violation.
/// </summary>
internal sealed partial class Person(string email, Caller caller, Tally tally, Violations violations, LoadPlan plan, Random random) : IDisposable
{
    private readonly List<Order> orders = [];
    private int number;

    public string Email => email;

    public Caller Caller => caller;

    public IReadOnlyList<Order> Orders => orders;

    /// <summary>The wallet had too little for one more job.</summary>
    public bool HasSpentAll { get; private set; }

    /// <summary>The account exists.</summary>
    public bool IsSignedIn => caller.Token is not null;

    /// <summary>Does what a person does, until the credits are spent or the load ends. Never leaves an upload between two attempts.</summary>
    /// <param name="enough">Nothing new is begun from then on.</param>
    /// <param name="stop">Everything ends, finished or not.</param>
    public async Task Live(CancellationToken enough, CancellationToken stop)
    {
        await SignUp(stop);
        for (var (jobs, most) = (0, plan.Most(random)); IsSignedIn && !HasSpentAll && jobs < most && !enough.IsCancellationRequested; jobs++)
        {
            if (await Upload(plan.Next(random), stop) is { } order)
            {
                await Use(order, stop);
                await Wallet(stop);
            }

            await Task.Delay(plan.Pause(random), stop);
        }
    }

    public void Dispose() => caller.Dispose();

    private async Task SignUp(CancellationToken stop)
    {
        var brand = await caller.Send(Wish.SignUp, at => new HttpRequestMessage(HttpMethod.Get, $"{at}/v1/brand"), stop);
        var policy = brand.Json.GetProperty("policyVersion").GetString();
        object account = new { email, name = "A Visitor", birthDate = "1990-04-01", country = "SE", acceptedPolicy = policy };
        for (var (used, tries) = ("", 0); !IsSignedIn && tries < 4; tries++)
        {
            var asked = await Post(Wish.SignUp, "/v1/accounts", account, stop);
            if (!Expect(asked, HttpStatusCode.Accepted, "a sign-up") || await plan.Code(email, used, stop) is not { } code)
            {
                continue;
            }

            var session = await Post(Wish.SignUp, "/v1/sessions", new { email, code, kind = "token" }, stop);
            if (session.Status == HttpStatusCode.Created)
            {
                caller.Token = session.Json.GetProperty("token").GetString();
            }

            // The answer to an earlier attempt with this code may have been lost: a code is good for one sign-in, and another mail is asked for.
            used = code;
        }
    }

    private async Task<Order?> Upload(Errand task, CancellationToken stop)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{email}-{number++}");
        var answer = await caller.Send(Wish.Upload, at => new HttpRequestMessage(HttpMethod.Post, $"{at}/v1/jobs")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = new MultipartFormDataContent
            {
                { new StringContent(task.Tool), "tool" },
                { new StringContent(task.Parameters), "params" },
                { new ByteArrayContent(task.Picture), "file", "photo.png" },
            },
        }, stop);
        if (answer.Status == HttpStatusCode.Accepted)
        {
            var order = new Order(answer.Json.GetProperty("id").GetString()!, task.Tool, task.Price);
            if (orders.Exists(other => other.Id == order.Id))
            {
                violations.Add($"two uploads under different keys became one job {order.Id}");
            }

            orders.Add(order);
            See(order, answer.Json);
            return order;
        }

        HasSpentAll = answer.Status == HttpStatusCode.PaymentRequired;
        Expect(answer, HttpStatusCode.PaymentRequired, "an upload");
        return null;
    }

    private async Task Use(Order order, CancellationToken stop)
    {
        var mood = random.Next(100);
        if (mood < 8)
        {
            await Cancel(order, stop);
        }
        else if (mood < 14)
        {
            await Delete(order, stop);
            return;
        }

        await Follow(order, byEvents: random.Next(2) == 0, stop);
        if (order.Ended == "succeeded" && mood < 80)
        {
            await Download(order, stop);
        }

        if (mood is > 40 and < 70)
        {
            await Delete(order, stop);
        }
    }

    private async Task<Answer> Post(Wish wish, string path, object body, CancellationToken stop) =>
        await caller.Send(wish, at => new HttpRequestMessage(HttpMethod.Post, at + path) { Content = JsonContent.Create(body) }, stop);

    private void See(Order order, JsonElement job)
    {
        if (order.See(job) is { } contradiction)
        {
            violations.Add(contradiction);
        }
    }

    private bool Expect(Answer answer, HttpStatusCode expected, string what)
    {
        if (answer.Status == expected)
        {
            return true;
        }

        violations.Add($"{what} was answered {(int)answer.Status} {Shorten(answer.Body)}");
        return false;
    }

    private static string Shorten(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)));
}
