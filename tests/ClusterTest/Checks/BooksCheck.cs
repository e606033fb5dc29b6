using System.Globalization;
using Darkroom.ClusterTest.Nodes;
using Darkroom.ClusterTest.Report;
using Darkroom.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.ClusterTest.Checks;

/// <summary>The books from the first entry to the last: every chain, head and fold, and every asset sums to zero.</summary>
internal static class BooksCheck
{
    /// <summary>Goes through them.</summary>
    /// <returns>What was read.</returns>
    public static async Task<string> Run(Stores stores, Violations violations)
    {
        var options = new StorageOptions { Database = stores.Rows };
        await using var services = new ServiceCollection().AddLogging().AddDarkroomStorage(options).BuildServiceProvider();
        var report = await services.GetRequiredService<LedgerCheck>().Run();
        if (report.Fault is not null)
        {
            violations.Add($"the books do not add up: {report.Fault}");
        }

        if (report.Operations == 0)
        {
            violations.Add("the books are empty");
        }

        return string.Create(CultureInfo.InvariantCulture, $"the books have {report.Wallets} wallets, {report.Operations} operations and {report.Transfers} transfers, and add up");
    }
}
