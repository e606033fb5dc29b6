using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Darkroom.Drivers;

/// <summary>
/// The real server as its own process on a free loopback port, over a data folder that outlives it, so that it can be killed
/// and started again. Standard output and error are kept for the tests that look for what must not be in them.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly StringBuilder output = new();
    private readonly IReadOnlyDictionary<string, string> settings;
    private Process? process;

    public ServerProcess(string dataFolder, IReadOnlyDictionary<string, string>? settings = null)
    {
        DataFolder = dataFolder;
        this.settings = settings ?? new Dictionary<string, string>();
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public string DataFolder { get; }

    public Uri Address { get; }

    public int Id => process?.Id ?? throw new InvalidOperationException("The server is not running.");

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

    /// <summary>Starts the server and answers when it says that it is ready.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", [ServerBinary()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["DARKROOM_URLS"] = Address.ToString();
        start.Environment["DARKROOM_DATA"] = DataFolder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(50))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync("/health/ready");
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException($"The server was not ready within two minutes:\n{Output}");
    }

    /// <summary>SIGKILL to the server and, a moment earlier or later, to its imaging children: nothing gets to clean up.</summary>
    public async Task Kill(bool childrenFirst)
    {
        var victim = process ?? throw new InvalidOperationException("The server is not running.");
        var children = Children(victim.Id);
        if (childrenFirst)
        {
            KillAll(children);
        }

        victim.Kill(entireProcessTree: false);
        KillAll(children);
        await victim.WaitForExitAsync();
        victim.Dispose();
        process = null;
    }

    /// <summary>SIGKILL to the imaging children only; the server must live on.</summary>
    public int KillChildren()
    {
        var children = Children(Id);
        KillAll(children);
        return children.Count;
    }

    /// <summary>What Ctrl-C sends; answers the exit code.</summary>
    public async Task<int> Interrupt()
    {
        var running = process ?? throw new InvalidOperationException("The server is not running.");
        using (var kill = Process.Start("kill", ["-INT", running.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await running.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        var code = running.ExitCode;
        running.Dispose();
        process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Kill(childrenFirst: false);
        }

        process?.Dispose();
    }

    private static void KillAll(IEnumerable<int> ids)
    {
        foreach (var id in ids)
        {
            try
            {
                using var child = Process.GetProcessById(id);
                child.Kill();
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
        }
    }

    private static List<int> Children(int parent)
    {
        var file = $"/proc/{parent}/task/{parent}/children";
        var found = new List<int>();
        foreach (var task in Directory.Exists($"/proc/{parent}/task") ? Directory.GetDirectories($"/proc/{parent}/task") : [])
        {
            file = Path.Combine(task, "children");
            if (File.Exists(file))
            {
                found.AddRange(File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
            }
        }

        return found;
    }

    private static string ServerBinary()
    {
        // The server of the same build as whoever starts it: outputs lie side by side, in {project}/{configuration}.
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(mine.Parent!.Parent!.FullName, "Darkroom.Silo", mine.Name, "Darkroom.Silo.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The server is not built: dotnet build silo/Host", path);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
