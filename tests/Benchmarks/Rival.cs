using System.Diagnostics;
using System.Globalization;

namespace Darkroom.Benchmarks;

/// <summary>
/// A program of a rival's (under Node, or of the other engine): loads everything, then for each line with a number does the work so many times and answers with the
/// milliseconds. Rounds of ours and of the rival's take turns, so that a busy machine harms both alike.
/// </summary>
internal sealed class Rival : IDisposable
{
    private readonly Process process;

    private Rival(Process process) => this.process = process;

    /// <summary>The rival's name and version, as it says it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Starts a script of <c>rivals/</c>; its packages must be installed (<c>npm ci</c>).</summary>
    public static Task<Rival> Start(string script, params string[] arguments) =>
        Start(new ProcessStartInfo("node", [script, .. arguments]) { WorkingDirectory = Folders.Rivals });

    /// <summary>Starts any program that says its name first and then answers numbers with milliseconds.</summary>
    public static async Task<Rival> Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        var rival = new Rival(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start."));
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
