using System.Diagnostics;
using Darkroom.Drivers;

namespace Darkroom.Manifests.Clauses;

/// <summary>A checkout with two clauses, of which one is enforced and tested, and the check of its table.</summary>
internal sealed class SmallCheckout : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-clauses-").FullName;

    public SmallCheckout()
    {
        Write("docs/clauses.md", "| ID | Brand | Kind | Clause |\n|---|---|---|---|\n| ABC-01 | abc | E | First. |\n| ABC-02 | abc | N | Second. |\n");
        Write("docs/clauses.lock", "ABC-01\n");
        Write("brands/abc.json", """{"retention":{"clause": "ABC-01"}}""");
        Write("grains/Keeper.cs", "namespace A;\n\n[Clause(\"ABC-01\")]\npublic sealed class Keeper;\n");
        Write("tests/KeeperTests.cs", "public sealed class KeeperTests\n{\n    [Fact]\n    [Trait(\"Clause\", \"ABC-01\")]\n    public void It_keeps() => Kept();\n}\n");
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Replace(string path, string text, string with)
    {
        var before = File.ReadAllText(Path.Combine(folder, path));
        before.ShouldContain(text);
        Write(path, before.Replace(text, with, StringComparison.Ordinal));
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(folder, path));

    /// <summary>Runs the check as <c>make check</c> and <c>make approve</c> do.</summary>
    public async Task<(int Status, string Output)> Run(string mode = "--check")
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(Repository.Root, "build", "clauses.mjs"), "--root", folder, mode }.Where(one => one.Length > 0))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await errors + await output);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
