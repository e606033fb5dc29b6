using System.Diagnostics;
using System.Globalization;
using System.Net;
using Darkroom.ClusterTest.Network;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Nodes;

/// <summary>
/// One process of the cluster, with a supervisor that starts it again when it ends by itself, as Kubernetes would.
/// What it says goes into a file. Not thread-safe, except for the supervisor's own work.
/// </summary>
internal sealed class Node(
    string name, IPlace place, Uri address, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, string logFile, Timeline timeline)
    : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Lock gate = new();
    private Process? process;
    private bool isWanted;

    public string Name => name;

    public IPlace Place => place;

    public Uri Address => address;

    public string LogFile => logFile;

    /// <summary>The program's file; another one makes the next start a roll to another build.</summary>
    public required string Program { get; set; }

    /// <summary>How often it ended without having been told to.</summary>
    public int Ends { get; private set; }

    private int Id => process?.Id ?? throw new InvalidOperationException($"{name} is not running.");

    /// <summary>Starts it; answers at once.</summary>
    public void Start()
    {
        lock (gate)
        {
            isWanted = true;
            Launch();
        }
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="TimeoutException">It does not; the text has the end of what it said.</exception>
    public async Task Ready()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100))
        {
            if (await IsReady())
            {
                return;
            }
        }

        throw new TimeoutException($"{name} was not ready within two minutes:\n{LastWords()}");
    }

    /// <summary>Asks its readiness probe once.</summary>
    public async Task<bool> IsReady()
    {
        try
        {
            using var answer = await probe.GetAsync(new Uri(address, "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL, to its children too; stays down until it is started.</summary>
    public async Task Kill()
    {
        var victim = Unwanted();
        victim.Kill(entireProcessTree: true);
        await victim.WaitForExitAsync();
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public async Task<int> Terminate()
    {
        var victim = Unwanted();
        await Signal("TERM", victim.Id);
        await victim.WaitForExitAsync().WaitAsync(Patience);
        return victim.ExitCode;
    }

    /// <summary>SIGSTOP: it does nothing and says nothing, and all its connections stay.</summary>
    public Task Freeze() => Signal("STOP", Id);

    /// <summary>SIGCONT.</summary>
    public Task Thaw() => Signal("CONT", Id);

    public string LastWords()
    {
        using var file = new FileStream(logFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return text[Math.Max(0, text.Length - 4000)..];
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Thaw();
            await Kill();
        }

        process?.Dispose();
        probe.Dispose();
    }

    private static async Task Signal(string signal, int id)
    {
        using var kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Process Unwanted()
    {
        lock (gate)
        {
            isWanted = false;
            return process is { HasExited: false } ? process : throw new InvalidOperationException($"{name} is not running.");
        }
    }

    private void Launch()
    {
        string[] command = [.. place.Prefix, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var log = TextWriter.Synchronized(new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true });
        var started = new Process { StartInfo = start };
        started.OutputDataReceived += (_, line) => Keep(log, line.Data);
        started.ErrorDataReceived += (_, line) => Keep(log, line.Data);
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        process?.Dispose();
        process = started;
        _ = Supervise(started, log);
    }

    private static void Keep(TextWriter log, string? line)
    {
        if (line is not null)
        {
            log.WriteLine(line);
        }
    }

    private async Task Supervise(Process mine, TextWriter log)
    {
        await mine.WaitForExitAsync();
        await log.DisposeAsync();
        lock (gate)
        {
            if (!isWanted || process != mine)
            {
                return;
            }

            Ends++;
            timeline.Add(string.Create(CultureInfo.InvariantCulture, $"{name} ended by itself with {mine.ExitCode}; it is started again"));
        }

        await Task.Delay(RestartDelay);
        lock (gate)
        {
            if (isWanted && process == mine)
            {
                Launch();
            }
        }
    }
}
