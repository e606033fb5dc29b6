using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Darkroom.Drivers;
using Darkroom.Wallets;

namespace Darkroom.Gateway.Tests;

/// <summary>Every way in which an upload is refused: exact, and without a credit moved or a job left open.</summary>
[Collection(ServerCollection.Name)]
public sealed class UploadRefusalTests(DarkroomServer server)
{
    [Theory]
    [InlineData("", "unsupported_picture")]
    [InlineData("this is a text that says it is a photograph", "unsupported_picture")]
    [InlineData("%PDF-1.7 and so on and so on and so on", "unsupported_picture")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unsupported_picture")]
    [InlineData("GIF89a", "unsupported_picture")]
    public async Task The_content_decides_and_not_the_name(string content, string code)
    {
        using var visitor = await server.SignUp();
        using var form = Form.Resize(Encoding.Latin1.GetBytes(content), fileName: "photo.jpg");
        using var answer = await form.Send(visitor.Http);
        await answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, code);
        await ShouldHaveMovedNothing(visitor);
    }

    [Theory]
    [InlineData(1001, 1000)]
    [InlineData(1201, 1)]
    [InlineData(30_000, 30_000)]
    public async Task A_picture_with_too_many_pixels_is_refused_before_it_is_decoded(int width, int height)
    {
        using var visitor = await server.SignUp(DarkroomServer.TinyBrand);
        var picture = Pictures.Png(1, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(20), height);
        using var form = Form.Resize(picture);
        using var answer = await form.Send(visitor.Http);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "too_many_pixels");
        problem.GetProperty("limit").GetInt64().ShouldBe(1_000_000);
        await ShouldHaveMovedNothing(visitor, welcome: 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_with_too_many_bytes_is_refused_whichever_order_the_parts_have(bool fieldsFirst)
    {
        using var visitor = await server.SignUp(DarkroomServer.TinyBrand);
        var picture = Pictures.Png(900, 900, noise: true);
        picture.Length.ShouldBeGreaterThan(300_000);
        using var form = fieldsFirst
            ? Form.Resize(picture)
            : new Form().File(picture).Field("tool", "resize").Field("params", """{"width":10}""");
        using var answer = await form.Send(visitor.Http);
        (await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large")).GetProperty("limit").GetInt64().ShouldBe(300_000);
        await ShouldHaveMovedNothing(visitor, welcome: 3);
    }

    [Fact]
    public async Task A_body_that_announces_far_too_much_is_refused_at_once()
    {
        using var visitor = await server.SignUp(DarkroomServer.TinyBrand);
        using var form = Form.Resize(new byte[5_000_000]);
        using var answer = await form.Send(visitor.Http);
        await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        using var visitor = await server.SignUp();
        using var form = new Form().Field("tool", "resize").Field("params", """{"width":0,"mode":"bend"}""")
            .Field("callbackUrl", "ftp://example.org/").Field("keepFor", "soon").File(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["callbackUrl", "keepFor", "params.mode", "params.width"], ignoreOrder: true);
        await ShouldHaveMovedNothing(visitor);
    }

    [Theory]
    [InlineData("tool", "no-such-tool", "tool")]
    [InlineData("params", "not json", "params")]
    [InlineData("params", "[]", "params")]
    [InlineData("unknown", "x", "unknown")]
    [InlineData("keepFor", "-5", "keepFor")]
    [InlineData("keepFor", "P0D", "keepFor")]
    [InlineData("callbackUrl", "/relative", "callbackUrl")]
    [InlineData("callbackUrl", "http://user:secret@example.org/", "callbackUrl")]
    public async Task A_wrong_field_is_named(string field, string value, string named)
    {
        using var visitor = await server.SignUp();
        using var form = new Form().Field(field, value).File(Pictures.Rocket);
        if (field != "tool")
            form.Field("tool", "resize");
        if (field != "params")
            form.Field("params", """{"width":5}""");
        using var answer = await form.Send(visitor.Http);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([named]);
    }

    [Fact]
    public async Task Forms_with_missing_repeated_or_late_parts_are_refused()
    {
        using var visitor = await server.SignUp();
        await Refused(new Form().Field("tool", "resize").Field("params", """{"width":5}"""), "file");
        await Refused(new Form().File(Pictures.Rocket).Field("params", """{"width":5}"""), "tool");
        await Refused(new Form().Field("tool", "resize").Field("tool", "resize").File(Pictures.Rocket), "tool");
        await Refused(Form.Resize(Pictures.Rocket).Field("keepFor", "60"), "keepFor");
        await Refused(Form.Resize(Pictures.Rocket).File(Pictures.Rocket), "file");
        await Refused(new Form().Field("tool", "resize").Field("params", new string(' ', 70_000)), "params");
        await ShouldHaveMovedNothing(visitor);

        async Task Refused(Form form, string field)
        {
            using (form)
            {
                using var answer = await form.Send(visitor.Http);
                var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
                problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
            }
        }
    }

    [Fact]
    public async Task Too_few_credits_are_refused_with_what_is_missing()
    {
        using var visitor = await server.SignUp(DarkroomServer.TinyBrand);
        using var form = new Form().Field("tool", "remove-background").Field("params", "{}").File(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.PaymentRequired, "insufficient_credits");
        problem.GetProperty("required").GetInt64().ShouldBe(4);
        problem.GetProperty("available").GetInt64().ShouldBe(3);
        await ShouldHaveMovedNothing(visitor, welcome: 3);
    }

    [Fact]
    [Trait("Clause", "IMG-09")]
    public async Task With_a_subscription_whose_allowance_is_used_up_the_answer_says_so_and_is_not_402()
    {
        using var visitor = await server.SignUp(DarkroomServer.TinyBrand);
        await (await server.WalletOf(visitor, DarkroomServer.TinyBrand)).Grant(
            new CreditGrant("invoice/1", LotKind.Subscription, 2, DateTimeOffset.UtcNow.AddDays(30)));
        using var form = new Form().Field("tool", "remove-background").Field("params", "{}").File(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.Conflict, "allowance_used_up");
        problem.GetProperty("required").GetInt64().ShouldBe(4);
        problem.GetProperty("available").GetInt64().ShouldBe(2);
        problem.GetProperty("withheld").GetInt64().ShouldBe(3);
        var wallet = await visitor.Wallet();
        (wallet.GetProperty("balance").GetInt64(), wallet.GetProperty("available").GetInt64(), wallet.GetProperty("withheld").GetInt64()).ShouldBe((5, 2, 3));
    }

    [Fact]
    public async Task Credits_that_run_out_under_concurrent_uploads_are_never_overdrawn()
    {
        using var visitor = await server.SignUp(DarkroomServer.TinyBrand);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var form = Form.Resize(Pictures.Rocket);
            using var answer = await form.Send(visitor.Http);
            return (answer.StatusCode, Body: await answer.Json());
        }));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted).ShouldBe(3);
        answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted)
            .ShouldAllBe(answer => answer.Body.GetProperty("code").GetString() == "insufficient_credits");
        foreach (var job in answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted))
            await visitor.Finished(job.Body.GetProperty("id").GetString()!, TimeSpan.FromMinutes(2));
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/mixed; boundary=x")]
    public async Task Another_kind_of_body_is_refused(string type)
    {
        using var visitor = await server.SignUp();
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await visitor.Http.PostAsync("/v1/jobs", content);
        await answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"tool\"\r\n\r\nresize")]
    [InlineData("--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("no boundary at all, only text")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"tool\"\r\nX: y\r\n X\r\n\r\n\r\n--b--")]
    public async Task A_form_that_is_cut_off_or_crooked_is_a_clear_refusal(string body)
    {
        using var visitor = await server.SignUp();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var answer = await visitor.Http.PostAsync("/v1/jobs", content);
        ((int)answer.StatusCode).ShouldBeOneOf([400, 422], await answer.Content.ReadAsStringAsync());
        await ShouldHaveMovedNothing(visitor);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_no_open_job_and_no_picture()
    {
        using var visitor = await server.SignUp();
        var before = Objects().Count;
        var head = "--b\r\nContent-Disposition: form-data; name=\"tool\"\r\n\r\nresize\r\n--b\r\nContent-Disposition: form-data; name=\"params\"\r\n\r\n"
            + "{\"width\":5}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n";
        var picture = Pictures.Photo("coffee.png");
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            var stream = socket.GetStream();
            var bearer = visitor.Http.DefaultRequestHeaders.Authorization!.Parameter;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bearer}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n{head}"));
            await stream.WriteAsync(picture.AsMemory(0, picture.Length / 2));
            await stream.FlushAsync();
            await Eventually(async () => (await Jobs(visitor)).Count == 1); // The row exists before the bytes.
            socket.Client.Close(0);
        }

        await Eventually(async () => (await Jobs(visitor)).All(job => job.GetProperty("status").GetString() == "failed"));
        await Eventually(() => Task.FromResult(Objects().Count <= before));
        await ShouldHaveMovedNothing(visitor);
    }

    private List<string> Objects()
    {
        var folder = Path.Combine(server.DataFolder, "objects");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)] : [];
    }

    private static async Task<List<JsonElement>> Jobs(Visitor visitor) =>
        [.. (await visitor.Http.GetFromJson("/v1/jobs?limit=100")).GetProperty("items").EnumerateArray()];

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50))
        {
            if (await isSo())
                return;
        }

        throw new TimeoutException("It did not come about within thirty seconds.");
    }

    private static async Task ShouldHaveMovedNothing(Visitor visitor, long welcome = 20)
    {
        var wallet = await visitor.Wallet();
        wallet.GetProperty("balance").GetInt64().ShouldBe(welcome);
        wallet.GetProperty("held").GetInt64().ShouldBe(0);
        (await Jobs(visitor)).ShouldAllBe(job => job.GetProperty("status").GetString() == "failed");
    }
}
