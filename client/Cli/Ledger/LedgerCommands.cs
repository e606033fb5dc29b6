using System.CommandLine;
using System.Globalization;
using Darkroom.Finance;
using Darkroom.Gateway.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Texts;
using Darkroom.Wallets;

namespace Darkroom.Cli.Ledger;

/// <summary>What finance and operators ask the books: <c>darkroom ledger …</c>.</summary>
internal static class LedgerCommands
{
    private const int NotRight = 3;
    private const int Page = 500;

    // The command line speaks one language.
    private static readonly TextCatalogue s_texts = TextCatalogues.Load(typeof(TextCatalogues).Assembly)["en"];

    public static Command Make(Screen screen)
    {
        var ledger = new Command("ledger", "The books: check, seal, export, and ask them.");
        var (data, key) = OpenBooks.AddOptions(ledger);
        var json = new Option<bool>("--json") { Description = "One JSON document instead of text.", Recursive = true };
        ledger.Options.Add(json);

        ledger.Subcommands.Add(Plain("check", "Goes through everything: sums, folds, chains, heads, and the sealed days. Exit code 3 and the first thing that is wrong where they are not right.", Check));
        ledger.Subcommands.Add(Plain("owed", "Unspent credits by kind and age: the deferred revenue, and what was given.", Owed));
        ledger.Subcommands.Add(Plain("key", "The public half of the key of the books, for whoever checks the seals.", PublicKey));
        ledger.Subcommands.Add(Close());
        ledger.Subcommands.Add(Report());
        ledger.Subcommands.Add(Explain());
        ledger.Subcommands.Add(Export());
        return ledger;

        Command Plain(string name, string description, Func<OpenBooks, bool, CancellationToken, Task<int>> run)
        {
            var command = new Command(name, description);
            command.SetAction((parsed, stop) => With(parsed, (books, asJson) => run(books, asJson, stop)));
            return command;
        }

        async Task<int> With(ParseResult parsed, Func<OpenBooks, bool, Task<int>> run)
        {
            await using var books = OpenBooks.At(parsed.GetValue(data), parsed.GetValue(key));
            return await run(books, parsed.GetValue(json));
        }

        async Task<int> Check(OpenBooks books, bool asJson, CancellationToken stop)
        {
            using var checking = books.CheckingKey();
            var report = await books.Check.Run(checking, stop);
            var (days, dayFault) = report.Fault is null ? await books.Days.Verify(checking, stop) : (0, null);
            var fault = report.Fault ?? (dayFault is null ? null : $"Sealed day {dayFault}");
            if (asJson)
            {
                var balances = report.Balances.Select(one => new { asset = one.Key.Asset.Name, account = one.Key.Account.Name(), balance = one.Value });
                await screen.Document(new { right = fault is null, fault, report.Wallets, report.Operations, report.Transfers, report.Forgotten, sealedDays = days, signaturesChecked = checking is not null, balances });
            }
            else if (fault is not null)
            {
                await screen.Say($"The books are not right. {fault}");
            }
            else
            {
                var seals = days == 0 ? "no day is sealed" : $"{Count(days, "sealed day")}{(checking is null ? ", their signatures not checked (no key is named)" : "")}";
                var gone = report.Forgotten == 0 ? "" : $"; checkpoints stand for {Count(report.Forgotten, "operation")} more";
                await screen.Say($"The books are right: {Count(report.Wallets, "wallet")}, {Count(report.Operations, "operation")}, {Count(report.Transfers, "transfer")}{gone}; {seals}.");
                await screen.Table(["asset", "account", "balance"], report.Balances
                    .OrderBy(one => one.Key.Asset.Name, StringComparer.Ordinal).ThenBy(one => one.Key.Account)
                    .Select(one => new object?[] { one.Key.Asset.Name, one.Key.Account.Name(), one.Value }));
            }

            return fault is null ? 0 : NotRight;
        }

        async Task<int> Owed(OpenBooks books, bool asJson, CancellationToken stop)
        {
            var owed = UnspentAge.Sum(await books.Summary.Owed(stop)).ToArray();
            if (asJson)
                await screen.Document(owed.Select(one => new { asset = one.Asset.Name, one.LotKind, one.Age, one.Lots, one.Free, one.Held, one.Unspent }));
            else if (owed.Length == 0)
                await screen.Say("Nobody has unspent credits.");
            else
                await screen.Table(["asset", "kind", "granted", "lots", "free", "held", "unspent"], owed.Select(one => new object?[] { one.Asset.Name, one.LotKind, s_texts[$"ledger.age.{one.Age}"], one.Lots, one.Free, one.Held, one.Unspent }));
            return 0;
        }

        async Task<int> PublicKey(OpenBooks books, bool asJson, CancellationToken stop)
        {
            using var mine = books.CheckingKey() ?? throw new BooksException("There is no key of the books yet: 'ledger close' makes one beside an embedded server's data; a cluster's is named with DARKROOM_BOOKS_KEY_FILE.");
            if (asJson)
                await screen.Document(new { mine.Name, pem = mine.PublicPem() });
            else
                await screen.Say(mine.PublicPem());
            return 0;
        }

        Command Close()
        {
            var day = new Option<DateOnly?>("--day") { Description = "The last day to seal, such as 2026-03-01, in UTC (default: the last one that is over). Days before it that are not sealed are sealed with it." };
            var command = new Command("close", "Seals the days of the books: totals per account, chained from day to day and signed. A repeat seals nothing.") { day };
            command.SetAction((parsed, stop) => With(parsed, async (books, asJson) =>
            {
                using var signing = books.SigningKey();
                var closed = await books.Days.Close(parsed.GetValue(day) ?? books.Days.LastOver, signing, stop);
                if (asJson)
                    await screen.Document(closed.Select(one => new { day = one.Day.Day, one.Day.Operations, one.Day.Transfers, seal = Convert.ToHexStringLower(one.Seal.Span), one.Key }));
                else if (closed.Count == 0)
                    await screen.Say("Nothing to seal: the day is sealed already.");
                else
                    await screen.Table(["day", "operations", "transfers", "seal"], closed.Select(one => new object?[] { one.Day.Day.ToString("O", CultureInfo.InvariantCulture), one.Day.Operations, one.Day.Transfers, Convert.ToHexStringLower(one.Seal.Span)[..16] }));
                return 0;
            }));
            return command;
        }

        Command Report()
        {
            var (since, until) = Window();
            var command = new Command("report", "What was sold, given, used, refunded and expired in a window of time.") { since, until };
            command.SetAction((parsed, stop) => With(parsed, async (books, asJson) =>
            {
                var (from, to) = (parsed.GetValue(since)!.Value, parsed.GetValue(until) ?? DateTimeOffset.UtcNow);
                var movements = await books.Summary.Movements(from, to, stop);
                if (asJson)
                    await screen.Document(new { since = from, until = to, movements = movements.Select(one => new { asset = one.Asset.Name, what = MovementWords.Of(one, s_texts), one.Kind, one.LotKind, one.Source, one.Target, one.Transfers, one.Amount }) });
                else if (movements.Count == 0)
                    await screen.Say("Nothing moved in that time.");
                else
                    await screen.Table(["asset", "what", "credits", "transfers", "amount"], movements.OrderBy(one => one.Asset.Name, StringComparer.Ordinal).ThenBy(one => MovementWords.Of(one, s_texts), StringComparer.Ordinal)
                        .Select(one => new object?[] { one.Asset.Name, MovementWords.Of(one, s_texts), one.LotKind, one.Transfers, one.Amount }));
                return 0;
            }));
            return command;
        }

        Command Explain()
        {
            var user = new Argument<string>("user") { Description = "The account's id with its brand, such as nanogpt/u01…." };
            var command = new Command("explain", "Why somebody has the credits that they have: each transfer in words, and what could be spent after it.") { user };
            command.SetAction((parsed, stop) => With(parsed, async (books, asJson) =>
            {
                var owner = UserId.Parse(parsed.GetValue(user)!);
                var lines = await Statement(books.Summary, owner, stop);
                if (asJson)
                {
                    await screen.Document(lines.Select(line => new { line.Line.At, line.Line.Sequence, line.Words, line.Line.Operation, line.Line.Lot, line.Line.Amount, line.Available }));
                    return 0;
                }

                await screen.Table(["time (UTC)", "what", "available"], lines.Select(line => new object?[] { line.Line.At, line.Words, line.Available }));
                return 0;
            }));
            return command;
        }

        Command Export()
        {
            var (since, until) = Window();
            var format = new Option<string>("--format") { Description = "csv (default) or jsonl.", DefaultValueFactory = _ => "csv" };
            format.AcceptOnlyFromAmong([.. LineFormat.All.Keys]);
            var file = new Option<string>("--out") { Description = "A file (default: standard output)." };
            var resume = new Option<bool>("--resume") { Description = "Goes on where the file ends that an export of the same window was broken off in." };
            var command = new Command("export", "Every transfer of a window of time, in the order of time. Without --until it ends where nothing can be added any more: ten minutes ago.") { since, until, format, file, resume };
            command.SetAction((parsed, stop) => With(parsed, async (books, _) =>
            {
                var settled = books.Export.Settled;
                var end = parsed.GetValue(until) is { } wanted && wanted < settled ? wanted : settled;
                if (end == settled)
                    await screen.Note(string.Create(CultureInfo.InvariantCulture, $"The window ends at {settled:O}: what is later can still be added to."));
                var begin = LedgerCursor.Before(parsed.GetValue(since)!.Value);
                var lineFormat = LineFormat.All[parsed.GetValue(format)!];
                if (parsed.GetValue(file) is { } path)
                    await screen.Note(await ExportFile.Write(books.Export, path, parsed.GetValue(resume), lineFormat, begin, end, stop));
                else
                    await ExportFile.WriteTo(screen.Output, books.Export, lineFormat, begin, end, stop);
                return 0;
            }));
            return command;
        }
    }

    private static (Option<DateTimeOffset?> Since, Option<DateTimeOffset?> Until) Window() => (
        Time("--since", "The first moment: a day or a time in UTC, such as 2026-03-01 or 2026-03-01T12:00:00Z.", isRequired: true),
        Time("--until", "The first moment that is not wanted.", isRequired: false));

    private static Option<DateTimeOffset?> Time(string name, string description, bool isRequired) => new(name)
    {
        Description = description,
        Required = isRequired,
        CustomParser = given =>
        {
            if (DateTimeOffset.TryParse(given.Tokens[^1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;
            given.AddError($"'{given.Tokens[^1].Value}' is neither a day nor a time, such as 2026-03-01 or 2026-03-01T12:00:00Z.");
            return null;
        },
    };

    private static async Task<List<(LedgerLine Line, string Words, long Available)>> Statement(LedgerSummary summary, UserId owner, CancellationToken stop)
    {
        var lines = new List<(LedgerLine, string, long)>();
        var available = 0L;
        for (var after = 0L; ;)
        {
            var page = await summary.Statement(owner, after, Page, stop)
                ?? throw new BooksException($"{owner} has no wallet: there is no such account, it was erased, or it never had credits.");
            if (page.Count == 0)
                return lines;
            foreach (var line in page)
            {
                available += line.AvailableChange;
                lines.Add((line, MovementWords.Of(line, s_texts), available));
            }

            after = page[^1].Sequence;
        }
    }

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
