using System.Net;
using System.Text.Json;
using Darkroom.Storage.Finance;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Finance;

/// <summary>What finance asks over HTTP.</summary>
[Collection(ServerCollection.Name)]
public sealed class FinanceTests(DarkroomServer server)
{
    [Fact]
    public async Task What_moved_in_a_window_is_summed_by_what_happened()
    {
        var books = new OldBooks(server, OldBooks.DaysAgo(300));
        await books.Person();
        await books.Person();
        await books.Person(DarkroomServer.TinyBrand);
        using var http = server.Operator();
        var window = $"since={books.Begin:yyyy-MM-dd}&until={books.Begin.AddDays(2):yyyy-MM-ddTHH:mm:ss}Z";
        var all = await http.GetFromJson($"/v1/finance/movements?{window}");
        Sums(all, "credits/nanogpt").ShouldBe([
            "sold paid 200", "given promotional 40", "reserved paid 10", "reserved promotional 40", "used paid 4", "used promotional 40", "released paid 6"]);
        Sums(all, "credits/tiny").Length.ShouldBe(7);
        var tiny = await http.GetFromJson($"/v1/finance/movements?{window}&brand=tiny");
        Sums(tiny, "credits/tiny").ShouldBe(Sums(all, "credits/tiny"));
        Sums(tiny, "credits/nanogpt").ShouldBeEmpty();
        DateTimeOffset.Parse(all.GetProperty("settled").GetString()!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThan(TimeProvider.System.GetUtcNow());
        (await http.GetFromJson("/v1/finance/movements?since=1970-01-01&until=1970-01-02")).GetProperty("movements").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("since=0001-01-01")]
    [InlineData("since=0001-01-01&until=9999-12-31T23:59:59.9999999Z")]
    [InlineData("since=1969-12-31T23:59:59.5%2B02:00&until=9999-12-31")]
    public async Task A_window_of_all_times_is_answered_in_time(string window)
    {
        await new OldBooks(server, OldBooks.DaysAgo(310)).Person();
        using var http = server.Operator();
        (await http.GetFromJson($"/v1/finance/movements?{window}")).GetProperty("movements").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_owed_is_told_by_kind_and_age()
    {
        await new OldBooks(server, OldBooks.DaysAgo(400)).Person(DarkroomServer.TinyBrand);
        using var http = server.Operator();
        var owed = (await http.GetFromJson("/v1/finance/owed?brand=tiny")).GetProperty("owed").EnumerateArray().ToArray();
        owed.ShouldAllBe(one => one.GetProperty("asset").GetString() == "credits/tiny");
        var old = owed.Single(one => one.GetProperty("age").GetString() == "366-");
        (old.GetProperty("lotKind").GetString(), old.GetProperty("unspent").GetInt64() % 98).ShouldBe(("paid", 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(200)]
    public async Task A_balance_is_explained_page_by_page_in_the_readers_language(int limit)
    {
        var person = await new OldBooks(server, OldBooks.DaysAgo(320)).Person();
        using var http = server.Operator();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var lines = new List<JsonElement>();
        for (string? cursor = "", path = $"/v1/finance/statements/{person}?limit={limit}"; cursor is not null;)
        {
            var page = await http.GetFromJson(path + (cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : ""));
            lines.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        lines.Select(line => line.GetProperty("available").GetInt64()).ShouldBe([20, 120, 100, 95, 95, 95, 98, 98]);
        lines[0].GetProperty("words").GetString().ShouldBe("20 given (welcome, lot 1)");
        lines[1].GetProperty("words").GetString().ShouldBe("100 sold (payment/ch_1, \"first\", lot 2)");
        lines[^1].GetProperty("words").GetString()!.ShouldEndWith("nothing moved");
        lines[^1].TryGetProperty("amount", out _).ShouldBeFalse();
        http.DefaultRequestHeaders.AcceptLanguage.Clear();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        using var swedish = await http.GetAsync($"/v1/finance/statements/{person}");
        swedish.Content.Headers.ContentLanguage.Single().ShouldBe("sv");
        (await swedish.Json()).GetProperty("items")[0].GetProperty("words").GetString().ShouldBe("20 skänkta (welcome, post 1)");
    }

    [Theory]
    [InlineData("nanogpt/u01m80mradef3vyheebgyqjwwrd")]
    [InlineData("nobody/u01m80mradef3vyheebgyqjwwrd")]
    [InlineData("nanogpt/j01m80mradef3vyheebgyqjwwrd")]
    [InlineData("nanogpt/'%20or%201=1%20--")]
    [InlineData("nanogpt/%0A")]
    [InlineData("nanogpt%2Fu01m80mradef3vyheebgyqjwwrd")]
    public async Task Nobody_is_not_there(string person)
    {
        using var http = server.Operator();
        using var answer = await http.GetAsync($"/v1/finance/statements/{person}");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("movements", "since")]
    [InlineData("movements?since=yesterday&until=tomorrow&brand=nobody", "since", "until", "brand")]
    [InlineData("movements?since=2026-02-30", "since")]
    [InlineData("movements?since=2026-03-02&until=2026-03-01", "until")]
    [InlineData("movements?since=2026-03-01&until=2026-03-01", "until")]
    [InlineData("movements?since=2026-03-01T12:00:00", "since")]
    [InlineData("movements?since=9999-12-31", "since")]
    [InlineData("owed?brand=NANOGPT", "brand")]
    [InlineData("owed?brand=%00", "brand")]
    [InlineData("days?cursor=1&limit=0&brand=x", "cursor", "limit", "brand")]
    [InlineData("days?limit=101", "limit")]
    [InlineData("statements/nanogpt/u01m80mradef3vyheebgyqjwwrd?cursor=x&limit=201", "cursor", "limit")]
    [InlineData("statements/nanogpt/u01m80mradef3vyheebgyqjwwrd?cursor=1/99999999999999999999", "cursor")]
    [InlineData("statements/nanogpt/u01m80mradef3vyheebgyqjwwrd?cursor=1/-9223372036854775808", "cursor")]
    [InlineData("export", "since")]
    [InlineData("export?since=2026-01-01&format=xml&after=x", "format", "after")]
    [InlineData("export?since=2026-01-01&after=1/w1/1", "after")]
    [InlineData("export?since=2026-01-01&until=2026-02-01&after=1769904000000/w1/1", "after")]
    [InlineData("export?since=2026-01-01&after=99999999999999999999/w1/1", "after")]
    [InlineData("export?since=2026-01-01&after=1769900000000/w%00/1", "after")]
    public async Task What_cannot_be_asked_is_refused_field_by_field(string path, params string[] fields)
    {
        using var http = server.Operator();
        using var answer = await http.GetAsync($"/v1/finance/{path}");
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task Sealed_days_come_page_by_page()
    {
        await new OldBooks(server, OldBooks.DaysAgo(5)).Person();
        var days = server.Services.GetRequiredService<LedgerDays>();
        using var key = BooksKey.LoadOrMake(Path.Combine(server.DataFolder, "books-key.pem"));
        await days.Close(days.LastOver, key);
        using var http = server.Operator();
        var first = await http.GetFromJson("/v1/finance/days?limit=2");
        first.GetProperty("items").GetArrayLength().ShouldBe(2);
        var next = await http.GetFromJson($"/v1/finance/days?limit=1&cursor={first.GetProperty("next").GetString()}&brand=nanogpt");
        var day = next.GetProperty("items").EnumerateArray().Single();
        day.GetProperty("previous").GetString().ShouldBe(first.GetProperty("items")[1].GetProperty("seal").GetString());
        day.GetProperty("key").GetString().ShouldBe(key.Name);
        day.GetProperty("accounts").EnumerateArray().ShouldAllBe(account => account.GetProperty("asset").GetString() == "credits/nanogpt");
        var last = await http.GetFromJson($"/v1/finance/days?cursor={days.LastOver:yyyy-MM-dd}");
        (last.GetProperty("items").GetArrayLength(), last.TryGetProperty("next", out _)).ShouldBe((0, false));
    }

    private static string[] Sums(JsonElement body, string asset) =>
    [
        .. body.GetProperty("movements").EnumerateArray().Where(one => one.GetProperty("asset").GetString() == asset)
            .Select(one => $"{one.GetProperty("what").GetString()} {one.GetProperty("lotKind").GetString()} {one.GetProperty("amount").GetInt64()}"),
    ];
}
