using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Storage.Tests.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Ledger.Forgetting;

/// <summary>A process that forgets all details of spending that there are, up to yesterday.</summary>
internal static class SpendingChild
{
    /// <summary>What the program is told to run this.</summary>
    public const string Verb = "forget-spending";

    public static async Task Run(TestFolder folder, string keyPath)
    {
        await using var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance);
        using var key = BooksKey.LoadOrMake(keyPath);
        var days = new LedgerDays(database, TimeProvider.System);
        var (_, isAll) = await new SpendingForgetting(database, days, TimeProvider.System).Forget(SpendingBooks.Asset, days.LastOver, key, TimeSpan.MaxValue);
        Environment.ExitCode = isAll ? 0 : 1;
    }
}
