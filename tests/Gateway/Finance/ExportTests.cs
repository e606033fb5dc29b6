using System.Net;
using System.Text;
using System.Text.Json;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Finance;

/// <summary>The books as a download: whole, in pieces, and while money moves.</summary>
[Collection(ServerCollection.Name)]
public sealed class ExportTests(DarkroomServer server)
{
    [Theory]
    [InlineData("csv", 200)]
    [InlineData("jsonl", 210)]
    public async Task A_download_that_is_resumed_at_any_line_has_the_same_bytes(string format, int daysAgo)
    {
        var books = new OldBooks(server, OldBooks.DaysAgo(daysAgo));
        await books.Person();
        await books.Person(DarkroomServer.TinyBrand);
        using var http = server.Operator();
        var path = Path(books, format);
        var whole = await http.GetStringAsync(path);
        var lines = whole.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(16 + (format == "csv" ? 1 : 0));
        for (var i = format == "csv" ? 1 : 0; i < lines.Length; i++)
        {
            var rest = await http.GetStringAsync($"{path}&after={Uri.EscapeDataString(Cursor(lines[i], format))}");
            (string.Join('\n', lines[..(i + 1)]) + "\n" + rest).ShouldBe(whole, $"after line {i}");
        }
    }

    [Theory]
    [InlineData("csv", 220)]
    [InlineData("jsonl", 230)]
    public async Task A_download_that_broke_in_the_middle_goes_on_to_the_same_bytes(string format, int daysAgo)
    {
        var books = new OldBooks(server, OldBooks.DaysAgo(daysAgo));
        await books.Person(moreGifts: 1200); // More than two pages.
        using var http = server.Operator();
        var path = Path(books, format);
        var whole = await http.GetByteArrayAsync(path);
        foreach (var bytes in new[] { whole.Length / 7, whole.Length / 2, whole.Length - 5 })
        {
            using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            var begun = new byte[bytes];
            await stream.ReadExactlyAsync(begun);
            answer.Dispose(); // Here the line goes dead.
            var kept = begun.AsSpan(0, begun.AsSpan().LastIndexOf((byte)'\n') + 1).ToArray();
            var last = Encoding.UTF8.GetString(kept).Split('\n')[^2];
            var rest = await http.GetByteArrayAsync($"{path}&after={Uri.EscapeDataString(Cursor(last, format))}");
            kept.Concat(rest).SequenceEqual(whole).ShouldBeTrue($"broken off after {bytes} of {whole.Length} bytes");
        }
    }

    [Fact]
    public async Task One_brands_export_is_its_part_of_the_whole()
    {
        var books = new OldBooks(server, OldBooks.DaysAgo(240));
        await books.Person();
        await books.Person(DarkroomServer.TinyBrand, moreGifts: 600);
        using var http = server.Operator();
        var all = (await http.GetStringAsync(Path(books, "jsonl"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var tiny = (await http.GetStringAsync(Path(books, "jsonl") + "&brand=tiny")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var nano = (await http.GetStringAsync(Path(books, "jsonl") + "&brand=nanogpt")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (tiny.Length, nano.Length, all.Length).ShouldBe((608, 8, 616));
        tiny.Concat(nano).Order(StringComparer.Ordinal).ShouldBe(all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_a_file_that_says_where_it_ends()
    {
        using var http = server.Operator();
        using var answer = await http.GetAsync("/v1/finance/export?since=2026-01-01&until=9999-12-31&format=csv");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldStartWith("books-2026-01-01-");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var until = DateTimeOffset.Parse(answer.Headers.GetValues("Darkroom-Until").Single(), System.Globalization.CultureInfo.InvariantCulture);
        (TimeProvider.System.GetUtcNow() - until).ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(12));
        var empty = await http.GetStringAsync("/v1/finance/export?since=1970-01-01&until=1970-01-02");
        empty.ShouldBe("at,wallet,sequence,leg,operation,kind,asset,source,target,lot,amount,cursor\n");
        (await http.GetStringAsync("/v1/finance/export?since=1970-01-01&until=1970-01-02&format=jsonl")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_at_once_while_money_moves_all_say_the_same()
    {
        var books = new OldBooks(server, OldBooks.DaysAgo(250));
        await books.Person(moreGifts: 700);
        using var visitor = await server.SignUp();
        var wallet = await server.WalletOf(visitor, "nanogpt");
        using var http = server.Operator();
        var path = $"/v1/finance/export?since={books.Begin:yyyy-MM-dd}&format=jsonl&brand=nanogpt&until={TimeProvider.System.GetUtcNow().AddMinutes(-11):yyyy-MM-ddTHH:mm:ss}Z";
        using var stop = new CancellationTokenSource();
        var moving = Task.Run(async () =>
        {
            var moved = 0;
            for (; !stop.IsCancellationRequested; moved++)
                (await wallet.Grant(new CreditGrant($"test/{moved}", LotKind.Promotional, 1, null))).ShouldBeOfType<GrantResult.Granted>();
            return moved;
        });
        var exports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => http.GetByteArrayAsync(path)));
        await stop.CancelAsync();
        (await moving).ShouldBeGreaterThan(0);
        exports[0].Length.ShouldBeGreaterThan(700 * 100);
        exports.ShouldAllBe(one => one.SequenceEqual(exports[0]));
        var moves = await http.GetFromJson($"/v1/finance/movements?since={TimeProvider.System.GetUtcNow():yyyy-MM-dd}&brand=nanogpt");
        moves.GetProperty("movements").EnumerateArray().ShouldContain(one => one.GetProperty("what").GetString() == "given");
    }

    private static string Path(OldBooks books, string format) =>
        $"/v1/finance/export?since={books.Begin:yyyy-MM-dd}&until={books.Begin.AddDays(2):yyyy-MM-dd}&format={format}";

    private static string Cursor(string line, string format) =>
        format == "csv" ? line[(line.LastIndexOf(',') + 1)..] : JsonElement.Parse(line).GetProperty("cursor").GetString()!;
}
