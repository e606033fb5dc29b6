using System.Globalization;
using Darkroom.Storage.Tests.Retention;

namespace Darkroom.Storage.Tests;

/// <summary>The test program is also the processes that the crash tests kill: <c>dotnet Darkroom.Storage.Tests.dll crash-worker FOLDER</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [CrashWorker.Verb, var folder]:
                await CrashWorker.Run(folder);
                return 0;
            case [ForgettingChild.Verb, var folder, var seed]:
                await ForgettingChild.Run(folder, int.Parse(seed, CultureInfo.InvariantCulture));
                return 0;
            default:
                await Console.Error.WriteLineAsync("Run the tests with 'dotnet test'.");
                return 2;
        }
    }
}
