using System.Globalization;
using Darkroom.Storage.Tests.Ledger.Forgetting;
using Darkroom.Storage.Tests.Retention;
using Darkroom.Storage.Tests.Vault;

namespace Darkroom.Storage.Tests;

/// <summary>The test program is also the processes that the crash tests kill: <c>dotnet Darkroom.Storage.Tests.dll crash-worker FOLDER [DATABASE KEYS]</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [CrashWorker.Verb, .. var place]:
                await CrashWorker.Run(TestFolder.At(place));
                return 0;
            case [ForgettingChild.Verb, var seed, .. var place]:
                await ForgettingChild.Run(TestFolder.At(place), int.Parse(seed, CultureInfo.InvariantCulture));
                return 0;
            case [SpendingChild.Verb, var key, .. var place]:
                await SpendingChild.Run(TestFolder.At(place), key);
                return Environment.ExitCode;
            default:
                await Console.Error.WriteLineAsync("Run the tests with 'dotnet test'.");
                return 2;
        }
    }
}
