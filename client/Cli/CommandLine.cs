using System.CommandLine;
using Darkroom.Cli.Ledger;
using Darkroom.Cli.Policy;
using Darkroom.Hosting;

namespace Darkroom.Cli;

/// <summary>
/// The command line. Exit codes: 0 done, 1 it could not be done for a reason that can be mended, 2 no such command or option, 3 what was checked is not right.
/// </summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Misused = 2;

    /// <summary>Runs one command.</summary>
    /// <param name="output">For what was asked for.</param>
    /// <param name="error">For everything else.</param>
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Darkroom's command line.") { LedgerCommands.Make(new Screen(output, error)), PolicyCommands.Make(new Screen(output, error)) };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var one in parsed.Errors)
            {
                await error.WriteLineAsync(one.Message);
            }

            await error.WriteLineAsync("'--help' after a command says what it takes.");
            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Interrupted.");
            return Failed;
        }
        catch (Exception failure) when (Reason(failure) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return Failed;
        }
    }

    private static string? Reason(Exception failure) => failure switch
    {
        IOException or UnauthorizedAccessException or FormatException => failure.Message,
        _ => StartFailure.Explain(failure),
    };
}
