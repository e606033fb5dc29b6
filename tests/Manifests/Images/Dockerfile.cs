using System.Text.Json;
using System.Text.RegularExpressions;

namespace Darkroom.Manifests.Images;

/// <summary>One instruction: <c>COPY</c> and what follows it, on one line.</summary>
internal sealed record Instruction(string Name, string Text)
{
    /// <summary>The words, without options such as <c>--from=…</c>.</summary>
    public string[] Words => [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];

    /// <summary>An option's value, or null.</summary>
    public string? Option(string name) => Text.Split(' ').Where(word => word.StartsWith($"--{name}=", StringComparison.Ordinal)).Select(word => word[(name.Length + 3)..]).FirstOrDefault();
}

/// <summary>A stage: from a <c>FROM</c> to the next.</summary>
internal sealed record Stage(string From, string Name, IReadOnlyList<Instruction> Instructions)
{
    /// <summary>Whether it is started: it has an entry point.</summary>
    public bool Runs => Last("ENTRYPOINT") is not null;

    /// <summary>What the last instruction of a name says, or null.</summary>
    public string? Last(string name) => Instructions.LastOrDefault(item => item.Name == name)?.Text;

    /// <summary>The entry point's words; empty when it is not in the form that needs no shell.</summary>
    public string[] EntryPoint => Last("ENTRYPOINT") is ['[', ..] text ? JsonSerializer.Deserialize<string[]>(text)! : [];
}

/// <summary>A Dockerfile, as far as our rules look at it (https://docs.docker.com/reference/dockerfile/).</summary>
internal static partial class Dockerfile
{
    public static IReadOnlyList<Stage> Parse(string text)
    {
        var stages = new List<Stage>();
        foreach (var instruction in Instructions(text))
        {
            if (instruction.Name == "FROM")
            {
                var words = instruction.Words;
                stages.Add(new Stage(words[0], words is [_, "AS", var name] ? name : "", new List<Instruction>()));
            }
            else if (stages.Count > 0)
            {
                ((List<Instruction>)stages[^1].Instructions).Add(instruction);
            }
        }

        return stages;
    }

    private static IEnumerable<Instruction> Instructions(string text) =>
        from line in Continuation().Replace(string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'))), " ").Split('\n')
        let words = line.Trim().Split(' ', 2)
        where words.Length == 2
        select new Instruction(words[0].ToUpperInvariant(), words[1].Trim());

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();
}
