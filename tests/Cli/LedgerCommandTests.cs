using System.Globalization;
using System.Text.Json;

namespace Darkroom.Cli.Tests;

/// <summary>What people and programs get who ask the books on a command line.</summary>
public sealed class LedgerCommandTests : IAsyncLifetime
{
    private readonly OldBooks books = new();

    public Task InitializeAsync() => books.InitializeAsync();

    public Task DisposeAsync() => books.DisposeAsync();

    [Fact]
    public async Task Books_that_are_right_say_what_they_hold()
    {
        var (code, output, _) = await books.Run("ledger", "check");
        code.ShouldBe(0);
        output.ShouldStartWith("The books are right: 1 wallet, 4 operations, 7 transfers; no day is sealed.");
        output.ShouldContain("credits/test  revenue                22");
        output.ShouldContain("credits/test  deferred-revenue     -100");
    }

    [Fact]
    public async Task Books_that_are_not_right_say_where_and_the_exit_code_tells()
    {
        books.Tamper("UPDATE operation SET amount = 21 WHERE kind = 'capture'");
        var (code, output, _) = await books.Run("ledger", "check");
        (code, output.StartsWith("The books are not right. Wallet w", StringComparison.Ordinal)).ShouldBe((3, true));
        output.ShouldContain("Operation 4");
        var (jsonCode, json, _) = await books.Run("ledger", "check", "--json");
        (jsonCode, JsonElement.Parse(json).GetProperty("right").GetBoolean()).ShouldBe((3, false));
    }

    [Fact]
    public async Task Days_are_sealed_checked_and_a_changed_one_is_found()
    {
        var first = books.Begin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (code, output, _) = await books.Run("ledger", "close", "--day", first);
        code.ShouldBe(0);
        output.Split('\n')[1].ShouldStartWith($"{first}           2          2");
        (await books.Run("ledger", "close", "--day", first)).Output.ShouldStartWith("Nothing to seal");
        var rest = await books.Run("ledger", "close", "--json");
        rest.Code.ShouldBe(0);
        JsonElement.Parse(rest.Output).GetArrayLength().ShouldBeInRange(1, 2); // Just after midnight the day before is not over long enough.
        (await books.Run("ledger", "check")).Output.ShouldContain("sealed days.");
        (await books.Run("ledger", "key")).Output.ShouldStartWith("-----BEGIN PUBLIC KEY-----");

        books.Tamper($"UPDATE ledger_day SET transfers = transfers + 1 WHERE day = '{first}'");
        var changed = await books.Run("ledger", "check");
        changed.Code.ShouldBe(3);
        changed.Output.ShouldContain($"Sealed day {first}: its totals are not those that were sealed.");
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_refused_with_the_last_that_is()
    {
        var (code, _, error) = await books.Run("ledger", "close", "--day", "2999-01-01");
        code.ShouldBe(1);
        error.ShouldContain("the last day that can be sealed is");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Finance_learns_what_was_sold_given_and_used_and_what_is_owed()
    {
        var (_, report, _) = await books.Run("ledger", "report", "--since", "2020-01-01");
        Words(report).ShouldBe([
            "asset what credits transfers amount", "credits/test given promotional 1 20", "credits/test given back by a job paid 1 3",
            "credits/test reserved for a job paid 1 5", "credits/test reserved for a job promotional 1 20", "credits/test sold paid 1 100",
            "credits/test used by a job paid 1 2", "credits/test used by a job promotional 1 20"], ignoreOrder: true);
        Words((await books.Run("ledger", "owed")).Output).ShouldBe(["asset kind granted lots free held unspent", "credits/test paid up to 30 days 1 98 0 98"]);
        (await books.Run("ledger", "report", "--since", "2020-01-01", "--until", "2020-01-02")).Output.ShouldBe("Nothing moved in that time.\n");
    }

    [Fact]
    public async Task A_balance_is_explained_transfer_by_transfer()
    {
        var (code, output, _) = await books.Run("ledger", "explain", OldBooks.Anna.ToString());
        code.ShouldBe(0);
        var lines = Words(output);
        lines[1].ShouldEndWith("20 given (welcome, lot 1) 20");
        lines[2].ShouldEndWith("100 sold (payment/ch_1, \"first\", lot 2) 120");
        lines[^1].ShouldEndWith("98");
        var (none, _, error) = await books.Run("ledger", "explain", "test/u01nobody");
        none.ShouldBe(1);
        error.ShouldContain("test/u01nobody has no wallet");
        (await books.Run("ledger", "explain", "nobody")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Books_whose_details_are_forgotten_are_right_and_answer_as_before()
    {
        var report = (await books.Run("ledger", "report", "--since", "2020-01-01")).Output;
        await books.ForgetSpending();

        var (code, output, _) = await books.Run("ledger", "check");
        code.ShouldBe(0);
        output.ShouldStartWith("The books are right: 1 wallet, 2 operations, 2 transfers; checkpoints stand for 2 operations more; 2 sealed days.");
        output.ShouldContain("credits/test  revenue                22");
        JsonElement.Parse((await books.Run("ledger", "check", "--json")).Output).GetProperty("forgotten").GetInt64().ShouldBe(2);
        (await books.Run("ledger", "report", "--since", "2020-01-01")).Output.ShouldBe(report);
        var explained = Words((await books.Run("ledger", "explain", OldBooks.Anna.ToString())).Output);
        explained[^1].ShouldEndWith("98");
        explained.ShouldContain(line => line.Contains("20 used by a job (by jobs whose details are forgotten, lot 1)", StringComparison.Ordinal));

        books.Tamper("UPDATE wallet_checkpoint SET content = replace(content, '\"used\":20', '\"used\":19')");
        (await books.Run("ledger", "check")).Output.ShouldContain("the signature of its checkpoint is not right");
    }

    [Theory]
    [InlineData("csv", 8)]
    [InlineData("jsonl", 7)]
    public async Task An_export_that_was_broken_off_anywhere_goes_on_to_the_same_file(string format, int count)
    {
        var file = Path.Combine(books.Folder, "books." + format);
        (await Export()).Code.ShouldBe(0);
        var whole = await File.ReadAllBytesAsync(file);
        whole.Count(one => one == (byte)'\n').ShouldBe(count);
        (await books.Run("ledger", "export", "--since", "2020-01-01", "--format", format)).Output.ShouldBe(System.Text.Encoding.UTF8.GetString(whole));
        for (var length = 0; length <= whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            var (code, _, error) = await Export("--resume");
            code.ShouldBe(0, error);
            (await File.ReadAllBytesAsync(file)).ShouldBe(whole, $"broken off after {length} bytes");
        }

        Task<(int Code, string Output, string Error)> Export(params string[] more) =>
            books.Run(["ledger", "export", "--since", "2020-01-01", "--format", format, "--out", file, .. more]);
    }

    [Theory]
    [InlineData("dear diary,\nnothing here is an export\n")]
    [InlineData("dear diary\n")]
    [InlineData("dear diary")]
    [InlineData("\n")]
    [InlineData("{\"at\":1}\n")]
    [InlineData("at,wallet\n")]
    public async Task An_export_overwrites_nothing(string before)
    {
        var file = Path.Combine(books.Folder, "something.txt");
        await File.WriteAllTextAsync(file, before);
        foreach (var more in (string[][])[[], ["--resume"], ["--resume", "--format", "jsonl"]])
        {
            var (code, _, error) = await books.Run(["ledger", "export", "--since", "2020-01-01", "--out", file, .. more]);
            (code, error.Contains(file, StringComparison.Ordinal)).ShouldBe((1, true));
            (await File.ReadAllTextAsync(file)).ShouldBe(before);
        }
    }

    [Theory]
    [InlineData("ledger", "export")]
    [InlineData("ledger", "export", "--since", "yesterday")]
    [InlineData("ledger", "export", "--since", "2026-01-01", "--format", "xml")]
    [InlineData("ledger", "close", "--day", "2026-02-30")]
    [InlineData("ledger", "burn")]
    [InlineData("ledgers")]
    public async Task What_is_no_command_is_said_and_does_nothing(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await CommandLine.Run(args, output, error)).ShouldBe(2);
        error.ToString().ShouldContain("--help");
        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_without_books_is_refused_and_stays_empty()
    {
        var empty = Directory.CreateTempSubdirectory("darkroom-cli-");
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await CommandLine.Run(["ledger", "check", "--data", empty.FullName], output, error)).ShouldBe(1);
        error.ToString().ShouldContain("There are no books in");
        empty.GetFileSystemInfos().ShouldBeEmpty();
        empty.Delete();
    }

    private static string[] Words(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
