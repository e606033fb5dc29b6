using System.Net;
using System.Text;
using Darkroom.Finance;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Finance;

/// <summary>Books that do not answer: before the first line that is a refusal, after it a broken download that goes on.</summary>
public sealed class ExportFaultTests : IAsyncLifetime
{
    private readonly BrokenBooks books = new();
    private readonly DarkroomServer server;

    public ExportFaultTests() => server = new DarkroomServer(
        ["--Gateway:Embedded", "true", "--Gateway:DefaultBrand", "nanogpt"], builder => builder.Services.AddSingleton<IBooks>(books));

    public Task InitializeAsync() => server.InitializeAsync();

    public Task DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Nobody_takes_a_part_for_the_whole()
    {
        using var http = server.Operator();
        const string path = "/v1/finance/export?since=2026-01-01&until=2026-01-02&format=jsonl";
        (books.Answers, books.Asked) = (0, 0);
        using (var refused = await http.GetAsync(path))
        {
            await refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }

        (books.Answers, books.Asked) = (2, 0);
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var (arrived, buffer) = (new StringBuilder(), new byte[4096]);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await Should.ThrowAsync<IOException>(async () =>
        {
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
                arrived.Append(Encoding.UTF8.GetString(buffer, 0, count));
        });
        // What was on its way when the connection broke may be lost.
        var lines = arrived.ToString().Split('\n')[..^1];
        lines.Length.ShouldBeInRange(0, 2);
        (books.Answers, books.Asked) = (int.MaxValue, 0);
        var whole = await http.GetStringAsync(path);
        whole.Split('\n').Length.ShouldBe(6);
        var after = lines is [.., var last] ? $"&after={Uri.EscapeDataString(System.Text.Json.JsonElement.Parse(last).GetProperty("cursor").GetString()!)}" : "";
        (string.Concat(lines.Select(line => line + "\n")) + await http.GetStringAsync(path + after)).ShouldBe(whole);
        using var movements = await http.GetAsync("/v1/finance/movements?since=2026-01-01");
        await movements.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    /// <summary>Five operations, one to a page; after so many answers the database is away.</summary>
    private sealed class BrokenBooks : IBooks
    {
        private static readonly LedgerLine[] s_lines =
        [
            .. Enumerable.Range(1, 5).Select(number => new LedgerLine(
                new DateTimeOffset(2026, 1, 1, number, 0, 0, TimeSpan.Zero), "w0", number, 0, $"gift/{number}", "grant", "credits/nanogpt", "promotions", "wallet", number, 1)),
        ];

        public int Answers { get; set; }

        public int Asked { get; set; }

        public Task<LedgerExportPage> Export(LedgerCursor after, DateTimeOffset until, BrandId? brand, int operations, CancellationToken cancellation)
        {
            if (Asked++ >= Answers)
                throw new StorageUnavailableException("The database is away.");
            var line = s_lines.FirstOrDefault(line => line.At > after.At);
            return Task.FromResult(new LedgerExportPage(line is null ? [] : [line], line?.Cursor, until));
        }

        public Task<MovementPage> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation) => throw new StorageUnavailableException("The database is away.");

        public Task<UnspentPage> Owed(int from, CancellationToken cancellation) => throw new StorageUnavailableException("The database is away.");

        public Task<LedgerStatementPage?> Statement(UserId owner, long after, int operations, CancellationToken cancellation) => throw new StorageUnavailableException("The database is away.");

        public Task<IReadOnlyList<SealedDayView>> Days(DateOnly? after, int limit, CancellationToken cancellation) => throw new StorageUnavailableException("The database is away.");
    }
}
