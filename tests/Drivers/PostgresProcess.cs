using System.Diagnostics;
using System.Globalization;

namespace Darkroom.Drivers;

/// <summary>
/// PostgreSQL's own programs. They refuse to run as root, so root starts them as the user that Debian's package makes; anybody else as himself.
/// </summary>
internal sealed class PostgresProcess : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string User = "postgres";
    private static readonly bool IsRoot = Environment.IsPrivilegedProcess;
    private readonly Process postmaster;
    private readonly HashSet<int> children = [];

    private PostgresProcess(Process postmaster) => this.postmaster = postmaster;

    public bool HasExited => postmaster.HasExited;

    /// <summary>Starts the server; its log goes to a file, since a pipe that nobody reads would stop it.</summary>
    public static PostgresProcess Start(string dataFolder, string log, IEnumerable<string> settings) => new(Process.Start(Command(
        ["sh", "-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1", "sh", log, Program("postgres"), "-D", dataFolder, .. settings]))!);

    /// <summary>Runs one of the programs to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the text has what it said.</exception>
    public static Task Run(string program, params string[] arguments) => RunToEnd(Command([Program(program), .. arguments]));

    /// <summary>Makes a folder and what is in it the server's own.</summary>
    public static Task GiveAway(string folder) =>
        IsRoot ? RunToEnd(new ProcessStartInfo("chown", ["-R", $"{User}:{User}", folder])) : Task.CompletedTask;

    public void Signal(string name)
    {
        if (!postmaster.HasExited)
        {
            using var kill = Process.Start("kill", [$"-{name}", postmaster.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

    /// <summary>SIGKILL: first to the postmaster, which would otherwise see its children die and begin to recover.</summary>
    public void Kill()
    {
        foreach (var child in Children())
        {
            children.Add(child);
        }

        postmaster.Kill(entireProcessTree: false);
        foreach (var id in children)
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

    /// <summary>Answers when postmaster and known children have ended: a new server starts only over data that nobody uses.</summary>
    public async Task Gone()
    {
        await postmaster.WaitForExitAsync();
        while (children.Any(IsAlive))
        {
            await Task.Delay(5);
        }
    }

    public void Dispose() => postmaster.Dispose();

    private IEnumerable<int> Children()
    {
        var file = $"/proc/{postmaster.Id}/task/{postmaster.Id}/children";
        return File.Exists(file) ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)) : [];
    }

    // The state follows the name, which is in parentheses: Z has ended and waits for its parent to look.
    private static bool IsAlive(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Program(string name)
    {
        var path = Path.Combine(Programs, name);
        return File.Exists(path) ? path : throw new FileNotFoundException("PostgreSQL 15 is not installed: apt-get install -y --no-install-recommends postgresql-15 (make setup does)", path);
    }

    private static ProcessStartInfo Command(params string[] words)
    {
        string[] all = IsRoot ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups", .. words] : words;
        return new ProcessStartInfo(all[0], all[1..]) { WorkingDirectory = "/" };
    }

    private static async Task RunToEnd(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{string.Concat(said)}");
        }
    }
}
