using System.Diagnostics;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>This assembly as a process of its own, which says on its standard output what it has done and can be killed at any line.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    public static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Reads so many lines, kills the process (SIGKILL) and reads what it had still said.</summary>
    public async Task<IReadOnlyList<string>> KillAfter(int lines)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var said = new List<string>();
        while (said.Count < lines)
        {
            said.Add(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The child ended by itself: {await errors}"));
        }

        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
        }

        await process.WaitForExitAsync();
        return said;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
