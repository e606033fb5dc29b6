using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Darkroom.Gateway.Tests;

/// <summary>What holds for every endpoint: brand, request id, refusals, headers, limits.</summary>
[Collection(ServerCollection.Name)]
public sealed class PlumbingTests(DarkroomServer server)
{
    [Theory]
    [InlineData("/v1/brand", null, "NanoGPT")]
    [InlineData("/v1/brand", "tiny", "Tiny")]
    [InlineData("/v1/brand?brand=tiny", null, "Tiny")]
    public async Task The_brand_is_chosen_by_header_query_or_default(string path, string? header, string name)
    {
        using var http = server.Anonymous(header);
        var brand = await http.GetFromJson(path);
        brand.GetProperty("name").GetString().ShouldBe(name);
        brand.GetProperty("policyVersion").GetString().ShouldBe("2025-11-28");
        brand.GetProperty("languages").EnumerateArray().Select(l => l.GetString()).ShouldBe(["sv", "nb", "da", "en"]);
        brand.GetProperty("signIn").EnumerateArray().Single().GetString().ShouldBe("magic-link");
        brand.GetProperty("minimumAge").GetInt32().ShouldBe(13);
        brand.GetProperty("contact").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_brand_is_chosen_by_host_name()
    {
        using var http = server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/brand") { Headers = { Host = "TINY.localhost:80" } };
        using var answer = await http.SendAsync(request);
        (await answer.Json()).GetProperty("name").GetString().ShouldBe("Tiny");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("../nanogpt")]
    [InlineData("NANOGPT")]
    public async Task An_unknown_brand_is_refused(string brand)
    {
        using var http = server.Anonymous(brand);
        using var answer = await http.GetAsync("/v1/brand");
        await answer.ShouldBeProblem(HttpStatusCode.MisdirectedRequest, "unknown_host");
    }

    [Fact]
    public async Task A_request_id_of_good_form_is_kept_and_logged()
    {
        using var http = server.Anonymous();
        http.DefaultRequestHeaders.Add("X-Request-Id", "order-4711.a_b");
        using var answer = await http.GetAsync("/v1/brand");
        answer.Headers.GetValues("X-Request-Id").Single().ShouldBe("order-4711.a_b");
        server.Log.ShouldContain("order-4711.a_b");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("somebody@example.org")]
    [InlineData("with space inside")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_request_id_of_another_form_is_replaced(string id)
    {
        using var http = server.Anonymous();
        http.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", id);
        using var answer = await http.GetAsync("/v1/brand");
        var answered = answer.Headers.GetValues("X-Request-Id").Single();
        answered.ShouldNotBe(id);
        SortableId.IsValid(answered, 'r').ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_address_is_a_problem()
    {
        using var http = server.Anonymous();
        using var answer = await http.GetAsync("/v1/nothing/here");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_says_which_are_right()
    {
        using var http = server.Anonymous();
        using var answer = await http.DeleteAsync("/v1/brand");
        await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        answer.Content.Headers.Allow.ShouldContain("GET");
    }

    [Theory]
    [InlineData("""{"tool":""")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("""{"tool":{"deep":1}}""")]
    [InlineData("\u0000\u0001\u0002")]
    public async Task A_body_that_cannot_be_read_is_malformed(string body)
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsync("/v1/quotes", new StringContent(body, Encoding.UTF8, "application/json"));
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task A_deeply_nested_body_is_refused()
    {
        using var http = server.Anonymous();
        var body = "{\"tool\":\"resize\",\"params\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5001);
        using var answer = await http.PostAsync("/v1/quotes", new StringContent(body, Encoding.UTF8, "application/json"));
        ((int)answer.StatusCode).ShouldBeInRange(400, 422);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsync("/v1/quotes", new StringContent("tool=resize", Encoding.UTF8, "text/plain"));
        await answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_by_its_announced_length()
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsync("/v1/quotes", new StringContent(new string(' ', 300_000), Encoding.UTF8, "application/json"));
        (await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large")).GetProperty("limit").GetInt64().ShouldBe(262_144);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_where_no_length_was_announced()
    {
        using var http = server.Anonymous();
        using var content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(new string(' ', 300_000) + "{}")));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/quotes") { Content = content, Headers = { TransferEncodingChunked = true } };
        using var answer = await http.SendAsync(request);
        (await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large")).GetProperty("limit").GetInt64().ShouldBe(262_144);
    }

    [Theory]
    [InlineData("/v1/brand")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/wallet")]
    [InlineData("/health/live")]
    public async Task Every_answer_tells_browsers_to_run_nothing(string path)
    {
        using var http = server.Anonymous();
        using var answer = await http.GetAsync(path);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        answer.Headers.CacheControl.ShouldNotBeNull();
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("GET /v1/brand HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\u0001b-cdefgh\r\n\r\n")]
    [InlineData("GET /v1/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/jobs/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("NONSENSE\r\n\r\n")]
    [InlineData("GET /v1/brand HTTP/1.1\r\n\r\n")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task Nonsense_on_the_wire_harms_nobody(string wire)
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(wire));
            socket.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            (await reader.ReadToEndAsync()).ShouldNotContain(" 500 ");
        }

        using var http = server.Anonymous();
        (await http.GetFromJson("/health/live")).GetProperty("status").GetString().ShouldBe("healthy");
    }
}
