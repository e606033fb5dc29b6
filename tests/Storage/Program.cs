namespace Darkroom.Storage.Tests;

/// <summary>The test program is also the process that the crash tests kill: <c>dotnet Darkroom.Storage.Tests.dll crash-worker FOLDER</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [CrashWorker.Verb, var folder])
        {
            await Console.Error.WriteLineAsync("Run the tests with 'dotnet test'.");
            return 2;
        }

        await CrashWorker.Run(folder);
        return 0;
    }
}
