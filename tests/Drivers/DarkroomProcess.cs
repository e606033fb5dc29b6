using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Darkroom.Drivers;

/// <summary>
/// One of Darkroom's programs as its own process, with an HTTP listener on a free loopback port, so that it can be signalled, killed and started
/// again. Standard output and error are kept for the tests that look for what must not be in them.
/// </summary>
public abstract class DarkroomProcess : IAsyncDisposable
{
    private readonly StringBuilder output = new();
    private readonly string program;
    private readonly string[] command;
    private readonly Dictionary<string, string> settings;
    private Process? process;

    /// <summary>Prepares a process.</summary>
    /// <param name="program">The assembly's name.</param>
    /// <param name="command">Its command line.</param>
    /// <param name="settings">Environment variables.</param>
    protected DarkroomProcess(string program, string[] command, IEnumerable<KeyValuePair<string, string>> settings)
    {
        (this.program, this.command, this.settings) = (program, command, new Dictionary<string, string>(settings));
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        this.settings["DARKROOM_URLS"] = Address.ToString();
    }

    public Uri Address { get; }

    public int Id => Running.Id;

    public bool HasExited => process is null or { HasExited: true };

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    private Process Running => process ?? throw new InvalidOperationException($"{program} is not running.");

    /// <summary>Starts the process and answers when it says that it is ready.</summary>
    public async Task Start()
    {
        Launch();
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(50))
        {
            if (Running.HasExited)
            {
                throw new InvalidOperationException($"{program} ended with {Running.ExitCode}:\n{Output}");
            }

            if (await Probe(client, "/health/ready") == HttpStatusCode.OK)
            {
                return;
            }
        }

        throw new TimeoutException($"{program} was not ready within two minutes:\n{Output}");
    }

    /// <summary>Starts the process without waiting for anything.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet", [Binary(), .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        process?.Dispose();
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What a probe is answered now; null when nobody answers.</summary>
    public async Task<HttpStatusCode?> Probe(string path)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        return await Probe(client, path);
    }

    /// <summary>Waits for the process to end by itself; answers the exit code.</summary>
    public async Task<int> Ended()
    {
        var running = Running;
        try
        {
            await running.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            // Its output counts: while somebody that it has started holds the pipe open, the wait does not end.
            throw new TimeoutException($"{program} {(running.HasExited ? "has ended and its output has not" : "did not end")} within two minutes:\n{Output}");
        }

        var code = running.ExitCode;
        running.Dispose();
        process = null;
        return code;
    }

    /// <summary>Sends a signal (<c>TERM</c>, <c>INT</c>, <c>STOP</c>, <c>CONT</c>) and waits for nothing.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Running.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>What Ctrl-C sends; answers the exit code.</summary>
    public async Task<int> Interrupt()
    {
        await Signal("INT");
        return await Ended();
    }

    /// <summary>What a cluster's scheduler sends; answers the exit code.</summary>
    public async Task<int> Terminate()
    {
        await Signal("TERM");
        return await Ended();
    }

    /// <summary>SIGKILL to the process and, a moment earlier or later, to its children: nothing gets to clean up.</summary>
    public async Task Kill(bool childrenFirst = false)
    {
        var victim = Running;
        var children = ProcessTree.Children(victim.Id);
        if (childrenFirst)
        {
            ProcessTree.KillAll(children);
        }

        victim.Kill(entireProcessTree: false);
        ProcessTree.KillAll(children);
        await victim.WaitForExitAsync();
        victim.Dispose();
        process = null;
    }

    /// <summary>SIGKILL to the children only; the process must live on.</summary>
    public int KillChildren()
    {
        var children = ProcessTree.Children(Id);
        ProcessTree.KillAll(children);
        return children.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Kill();
        }

        process?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A loopback port that nobody listens on at this moment.</summary>
    protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Adds a setting before the start.</summary>
    protected void Set(string name, string value) => settings[name] = value;

    private static async Task<HttpStatusCode?> Probe(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(path);
            return answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private string Binary()
    {
        // The program of the same build as whoever starts it: outputs lie side by side, in {project}/{configuration}.
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(mine.Parent!.Parent!.FullName, program, mine.Name, $"{program}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{program} is not built: build Cluster.sln", path);
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
