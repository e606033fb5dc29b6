using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Darkroom.Drivers;
using Darkroom.Gateway.Intake;
using Darkroom.Wallets;

namespace Darkroom.Gateway.Tests.Prices;

/// <summary>What a job costs is decided when its picture's header is read, held, and charged; a price that was quoted is kept or refused.</summary>
[Collection(ServerCollection.Name)]
public sealed class JobPriceTests(DarkroomServer server)
{
    private const long Small = 2;
    private const long Large = 5;

    private static readonly byte[] SmallPicture = Pictures.Png(64, 64);

    [Fact]
    public async Task The_size_decides_and_what_was_quoted_is_held_and_charged()
    {
        using var visitor = await Join();
        foreach (var (picture, price, left) in new[] { (SmallPicture, Small, 6L), (Pictures.Rocket, Large, 1L) })
        {
            using var form = Priced(picture, price.ToString(System.Globalization.CultureInfo.InvariantCulture));
            using var answer = await form.Send(visitor.Http);
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            var job = await answer.Json();
            job.GetProperty("price").GetInt64().ShouldBe(price);
            var ended = await visitor.Finished(job.GetProperty("id").GetString()!, TimeSpan.FromMinutes(2));
            (ended.GetProperty("status").GetString(), ended.GetProperty("price").GetInt64()).ShouldBe(("succeeded", price));
            (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(left);
        }
    }

    [Theory]
    [InlineData("resize", "4", false, Large)]
    [InlineData("resize", "6", false, Large)]
    [InlineData("resize", "2", false, Large)]
    [InlineData("resize", "0", false, Large)]
    [InlineData("resize", "9223372036854775807", false, Large)]
    [InlineData("resize", "2", true, Large)]
    [InlineData("denoise", "1", false, 2)]
    [InlineData("denoise", "3", true, 2)]
    public async Task Another_price_than_was_quoted_is_refused_and_nothing_is_stored_or_held(string tool, string quoted, bool filesFirst, long price)
    {
        using var visitor = await Join();
        var parameters = tool == "resize" ? """{"width":64}""" : "{}";
        using var form = filesFirst
            ? new Form().File(Pictures.Rocket).Field("tool", tool).Field("params", parameters).Field("price", quoted)
            : new Form().Field("tool", tool).Field("params", parameters).Field("price", quoted).File(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http, "one-key");
        var problem = await answer.ShouldBeProblem(HttpStatusCode.Conflict, "price_changed");
        (problem.GetProperty("quoted").GetInt64(), problem.GetProperty("price").GetInt64())
            .ShouldBe((long.Parse(quoted, System.Globalization.CultureInfo.InvariantCulture), price));
        (await Jobs(visitor)).ShouldBeEmpty("there is not even a row");
        await ShouldHaveMovedNothing(visitor);

        using var agreed = tool == "resize" ? Priced(Pictures.Rocket, "5") : new Form().Field("tool", tool).Field("params", "{}").Field("price", "2").File(Pictures.Rocket);
        using var accepted = await agreed.Send(visitor.Http, "one-key");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, "a refusal does not use the key up: " + await accepted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_size_that_comes_late_in_the_file_decides_all_the_same()
    {
        using var visitor = await Join();
        using var form = Priced(LateSize(Pictures.Rocket), "2");
        using var answer = await form.Send(visitor.Http);
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, "price_changed");
        await ShouldHaveMovedNothing(visitor);
        (await Jobs(visitor)).ShouldAllBe(job => job.GetProperty("status").GetString() == "failed" && job.GetProperty("forgotten").GetBoolean());

        using var again = Form.Resize(LateSize(Pictures.Rocket));
        using var accepted = await again.Send(visitor.Http);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        var job = await accepted.Json();
        job.GetProperty("price").GetInt64().ShouldBe(Large);
        (await visitor.Finished(job.GetProperty("id").GetString()!, TimeSpan.FromMinutes(2))).GetProperty("status").GetString().ShouldBe("succeeded");
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(8 - Large);
    }

    [Theory]
    [InlineData("4.0")]
    [InlineData("-4")]
    [InlineData("+4")]
    [InlineData(" 4")]
    [InlineData("4 credits")]
    [InlineData("0x4")]
    [InlineData("1e1")]
    [InlineData("٤")]
    [InlineData("9223372036854775808")]
    [InlineData("<script>")]
    public async Task A_price_that_is_no_number_is_named(string price)
    {
        using var visitor = await Join();
        using var form = Priced(SmallPicture, price);
        using var answer = await form.Send(visitor.Http);
        (await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors").EnumerateObject()
            .Select(error => error.Name).ShouldBe(["price"]);
        await ShouldHaveMovedNothing(visitor);
    }

    [Fact]
    public async Task A_price_that_comes_late_or_twice_is_refused_and_an_empty_one_is_none()
    {
        using var visitor = await Join();
        foreach (var form in new[] { Form.Resize(SmallPicture).Field("price", "2"), Priced(SmallPicture, "2", "2") })
        {
            using (form)
            {
                using var answer = await form.Send(visitor.Http);
                (await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors").TryGetProperty("price", out _).ShouldBeTrue();
            }
        }

        using var empty = Priced(SmallPicture, "");
        using var accepted = await empty.Send(visitor.Http);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_cannot_be_paid_is_refused_as_soon_as_the_size_is_known()
    {
        using var visitor = await Join();
        using var first = Form.Resize(Pictures.Rocket);
        (await first.Send(visitor.Http)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var second = Form.Resize(Pictures.Rocket);
        using var answer = await second.Send(visitor.Http);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.PaymentRequired, "insufficient_credits");
        (problem.GetProperty("required").GetInt64(), problem.GetProperty("available").GetInt64()).ShouldBe((Large, 3));
        (await Jobs(visitor)).Count.ShouldBe(1, "no row was made for the second");
        using var third = Form.Resize(SmallPicture);
        (await third.Send(visitor.Http)).StatusCode.ShouldBe(HttpStatusCode.Accepted, "3 are enough for a small one");
    }

    [Fact]
    public async Task Among_many_at_once_only_what_was_quoted_right_and_can_be_paid_is_taken()
    {
        using var visitor = await Join();
        await (await server.WalletOf(visitor, DarkroomServer.SizedBrand)).Grant(new CreditGrant("test/credits", LotKind.Promotional, 4, null));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            using var form = Priced(Pictures.Rocket, number % 3 == 0 ? "2" : "5");
            using var answer = await form.Send(visitor.Http);
            return (Wrong: number % 3 == 0, answer.StatusCode, Body: await answer.Json());
        }));
        answers.Where(answer => answer.Wrong).ShouldAllBe(answer => answer.Body.GetProperty("code").GetString() == "price_changed");
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted).ShouldBe(2, "12 credits are two at 5");
        foreach (var job in answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted))
            await visitor.Finished(job.Body.GetProperty("id").GetString()!, TimeSpan.FromMinutes(2));
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task The_price_is_part_of_the_request_that_a_key_stands_for()
    {
        using var visitor = await Join();
        using var first = Priced(SmallPicture, "2");
        using var accepted = await first.Send(visitor.Http, "order");
        using var same = Priced(SmallPicture, "2");
        using var again = await same.Send(visitor.Http, "order");
        (await again.Json()).GetProperty("id").GetString().ShouldBe((await accepted.Json()).GetProperty("id").GetString());
        using var other = Priced(SmallPicture, "3");
        using var conflict = await other.Send(visitor.Http, "order");
        await conflict.ShouldBeProblem(HttpStatusCode.Conflict, "idempotency_conflict");
    }

    [Fact]
    public void A_request_without_a_price_has_the_fingerprint_that_it_had_before_there_were_prices()
    {
        var form = new JobForm();
        form.Add("tool", "resize").ShouldBeTrue();
        form.Add("params", "{}").ShouldBeTrue();
        byte[] digest = SHA256.HashData("file"u8);
        byte[] expected = SHA256.HashData([.. new[] { "=resize", "={}", "-", "-" }.SelectMany(text => SHA256.HashData(Encoding.UTF8.GetBytes(text))), .. digest]);
        form.Fingerprint([digest]).ShouldBe(expected);
        form.Add("price", "4");
        form.Fingerprint([digest]).ShouldNotBe(expected);
    }

    /// <summary>A JPEG whose size comes after more bytes than are read before anything is stored.</summary>
    private static byte[] LateSize(byte[] jpeg)
    {
        var comment = new byte[60_000];
        (comment[0], comment[1]) = (0xFF, 0xFE);
        BinaryPrimitives.WriteUInt16BigEndian(comment.AsSpan(2), (ushort)(comment.Length - 2));
        return [.. jpeg[..2], .. comment, .. comment, .. comment, .. jpeg[2..]];
    }

    private static Form Priced(byte[] picture, params string[] prices)
    {
        var form = new Form().Field("tool", "resize").Field("params", """{"width":64}""");
        foreach (var price in prices)
            form.Field("price", price);
        return form.File(picture);
    }

    private static async Task<List<JsonElement>> Jobs(Visitor visitor) =>
        [.. (await visitor.Http.GetFromJson("/v1/jobs?limit=100")).GetProperty("items").EnumerateArray()];

    private static async Task ShouldHaveMovedNothing(Visitor visitor)
    {
        var wallet = await visitor.Wallet();
        (wallet.GetProperty("balance").GetInt64(), wallet.GetProperty("held").GetInt64()).ShouldBe((8, 0));
    }

    private Task<Visitor> Join() => server.SignUp(DarkroomServer.SizedBrand);
}
