using System.Globalization;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests;

/// <summary>
/// Works through a fixed list of grants, holds, captures and releases on many wallets at once, and says each answer on its
/// output once it has it. Started again, it begins from the start: what was done before answers as before.
/// </summary>
internal static class CrashWorker
{
    public const string Verb = "crash-worker";
    public const int Wallets = 12;
    public const int Jobs = 40;
    public const int Welcome = 500;
    public const int TopUp = 1;
    public const string Done = "done";
    private static readonly BrandId Brand = new("test");
    private static readonly SpendOrder Order = new(["promotional", "paid"]);

    public static UserId Owner(int wallet) => new(Brand, $"u{wallet}");

    /// <summary>What a job does, derived from its number: every fourth is released, the others capture all or part of their hold.</summary>
    public static (long Held, long? Captured) Plan(int job) => (1 + (job % 7), job % 4 == 0 ? null : (job % 7) + (job % 2));

    public static async Task Run(TestFolder folder)
    {
        new StorageStartup(folder.Storage, TimeProvider.System, NullLogger<StorageStartup>.Instance).Prepare();
        await using var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance);
        var ledger = new SqlLedger(database);
        await Task.WhenAll(Enumerable.Range(0, Wallets).Select(wallet => Work(ledger, wallet)).ToArray());
        Say(Done);
    }

    private static async Task Work(SqlLedger ledger, int wallet)
    {
        var cashier = new Cashier(Owner(wallet), Order, ledger, TimeProvider.System, RandomSource.System);
        await cashier.Grant(new CreditGrant("welcome", LotKind.Promotional, Welcome, null));
        Say($"{wallet} welcome");
        for (var number = 0; number < Jobs; number++)
        {
            var job = new JobId(Brand, $"j{wallet}-{number}");
            var (held, captured) = Plan(number);
            Say($"{wallet} {OperationIds.Hold(job)}", await cashier.Hold(job, held));
            Say($"{wallet} {OperationIds.Settle(job)}", captured is { } amount ? await cashier.Capture(job, amount) : await cashier.Release(job));
            await cashier.Grant(new CreditGrant($"top-up/{number}", LotKind.Paid, TopUp, null));
            Say($"{wallet} top-up/{number}");
        }
    }

    private static void Say(string operation, object? answer = null)
    {
        // A hold that ended in an earlier life of the process is a conflict now: expected, and recorded.
        if (answer is HoldResult.Insufficient or SettleResult.Conflict)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{operation}: {answer}"));
        }

        Console.Out.WriteLine(operation);
        Console.Out.Flush();
    }
}
