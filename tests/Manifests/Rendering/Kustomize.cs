using System.Collections.Concurrent;
using System.Diagnostics;
using Darkroom.Drivers;

namespace Darkroom.Manifests.Rendering;

/// <summary>Renders folders of <c>k8s/</c> with kustomize itself, the one that <c>make setup</c> pinned. Each folder once. Thread-safe.</summary>
internal static class Kustomize
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Rendered = new();

    /// <summary>The rendered YAML of a folder such as <c>overlays/prod</c>.</summary>
    /// <exception cref="InvalidOperationException">kustomize is not there, or refuses the folder; the text says why.</exception>
    public static string Render(string folder) => Rendered.GetOrAdd(folder, name => new Lazy<string>(() => Run(name))).Value;

    private static string Run(string folder)
    {
        var kubectl = Path.Combine(Repository.Root, ".setup", "kubernetes", "kubectl");
        if (!File.Exists(kubectl))
            throw new InvalidOperationException("kubectl is not set up: run 'build/kubernetes.sh' (which 'make test' and 'make manifests' do).");
        return Output(kubectl, "", "kustomize", Path.Combine(Repository.Root, "k8s", folder)).Text;
    }

    /// <summary>Runs a program with a text as its input, and answers what it said.</summary>
    internal static (int Code, string Text, string Errors) Tell(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, text.Result, errors.Result);
    }

    private static (int Code, string Text, string Errors) Output(string program, string input, params string[] arguments)
    {
        var answer = Tell(program, input, arguments);
        return answer.Code == 0 ? answer : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {answer.Errors}");
    }
}
