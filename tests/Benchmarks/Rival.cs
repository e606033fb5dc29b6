using System.Diagnostics;
using System.Globalization;

namespace Darkroom.Benchmarks;

/// <summary>
/// A rival's program under Node: loads everything, then for each line with a number does the work so many times and answers with the
/// milliseconds. Rounds of ours and of the rival's take turns, so that a busy machine harms both alike.
/// </summary>
internal sealed class Rival : IDisposable
{
    private readonly Process process;

    private Rival(Process process) => this.process = process;

    /// <summary>The rival's name and version, as it says it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Starts a script of <c>rivals/</c>; its packages must be installed (<c>npm ci</c>).</summary>
    public static async Task<Rival> Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folders.Rivals,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var rival = new Rival(Process.Start(start) ?? throw new InvalidOperationException("Node does not start."));
        rival.Name = await rival.Line();
        return rival;
    }

    /// <summary>Does the work some times.</summary>
    public async Task<TimeSpan> Do(int times)
    {
        await process.StandardInput.WriteLineAsync(times.ToString(CultureInfo.InvariantCulture));
        return TimeSpan.FromMilliseconds(double.Parse(await Line(), CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private async Task<string> Line() =>
        await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The rival's program has ended; see its error above.");
}
