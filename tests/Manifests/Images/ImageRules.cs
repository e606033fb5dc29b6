using System.Text.RegularExpressions;
using System.Xml.Linq;
using Darkroom.Drivers;

namespace Darkroom.Manifests.Images;

/// <summary>What is wrong with a Dockerfile; no line when nothing is.</summary>
internal static partial class ImageRules
{
    private static readonly string Root = Repository.Root;

    public static IReadOnlyList<string> Problems(string text)
    {
        var stages = Dockerfile.Parse(text);
        var names = stages.Select(stage => stage.Name).ToHashSet();
        return
        [
            .. stages.Select(stage => stage.From)
                .Concat(stages.SelectMany(stage => stage.Instructions).Select(item => item.Option("from")).OfType<string>())
                .Where(image => !names.Contains(image) && !Pinned().IsMatch(image)).Select(image => $"{image} has no version"),
            .. stages.Where(stage => stage.Runs).SelectMany(stage => OfRunning(stage, stages)).Select(problem => problem),
            .. stages.Any(stage => stage.Runs) ? Array.Empty<string>() : ["nothing is started"],
            .. stages.SelectMany(stage => stage.Instructions).Where(item => item.Name == "COPY" && item.Option("from") is null)
                .SelectMany(item => item.Words[..^1]).SelectMany(OfSource),
            .. stages.SelectMany(stage => stage.Instructions).Where(item => item.Name is "ADD" or "HEALTHCHECK" or "VOLUME" or "CMD").Select(item => $"{item.Name} is not for us"),
            .. stages.SelectMany(stage => stage.Instructions).Where(item => item.Name == "RUN" && Fetches().IsMatch(item.Text)).Select(item => $"fetches unchecked: {item.Text}"),
            .. Published(stages).SelectMany(project => OfProject(project, stages)),
        ];
    }

    /// <summary>The projects that are published.</summary>
    public static IEnumerable<string> Published(IReadOnlyList<Stage> stages) => stages.SelectMany(stage => stage.Instructions)
        .Where(item => item.Name == "RUN").Select(item => Publish().Match(item.Text)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> OfRunning(Stage stage, IReadOnlyList<Stage> stages)
    {
        if (stage.Last("USER") is not { } user || !int.TryParse(user, out var id) || id <= 0)
            yield return $"{stage.Name} runs as {stage.Last("USER") ?? "root"}; a number that is not 0 is wanted";
        if (stage.Instructions.SkipWhile(item => item.Name != "USER").Any(item => item.Name is "RUN" or "COPY"))
            yield return $"{stage.Name} makes files after it has become another user";
        if (stage.Last("STOPSIGNAL") != "SIGTERM")
            yield return $"{stage.Name} is not stopped by SIGTERM";
        if (stage.EntryPoint is not [var dotnet, var program] || Path.GetFileName(dotnet) != "dotnet")
            yield return $"{stage.Name} is not started as dotnet PROGRAM";
        else if (!Published(stages).Select(Path.GetFileNameWithoutExtension).Contains(Path.GetFileNameWithoutExtension(program)))
            yield return $"{program} is published by no stage";
        if (!stage.Instructions.Any(item => item.Name == "COPY" && item.Option("from")?.StartsWith("build", StringComparison.Ordinal) == true && item.Words[0] == "/app"))
            yield return $"{stage.Name} holds no program";
    }

    private static IEnumerable<string> OfSource(string source)
    {
        if (!Path.Exists(Path.Combine(Root, source)))
            yield return $"there is no {source}";
        else if (!Ignored().Any(line => line.StartsWith('!') && $"{source.TrimEnd('/')}/".StartsWith($"{line[1..]}/", StringComparison.Ordinal)))
            yield return $".dockerignore keeps {source} away";
    }

    // Every project that it is made of has to be there, and the packages have to be the official ones.
    private static IEnumerable<string> OfProject(string project, IReadOnlyList<Stage> stages)
    {
        if (!File.Exists(Path.Combine(Root, project)))
            return [$"there is no {project}"];
        var stage = stages.Single(item => Published([item]).Contains(project));
        var copied = stage.Instructions.Where(item => item.Name == "COPY").SelectMany(item => item.Words[..^1]).ToList();
        return
        [
            .. References(project).Distinct().Where(path => !copied.Any(folder => folder.EndsWith('/') && path.StartsWith(folder, StringComparison.Ordinal))).Select(path => $"{path} is not copied"),
            .. Sets().Where(name => stage.Last("ENV")?.Split(' ').Contains($"{name}=real") != true).Select(name => $"{name} may be a stand-in"),
            .. stage.Instructions.Any(item => item.Text.StartsWith($"dotnet restore {project} ", StringComparison.Ordinal)) ? Array.Empty<string>() : [$"{project} is not restored"],
        ];
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Root, project)).Descendants("ProjectReference").Select(item => item.Attribute("Include")!.Value)
            .Select(path => Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(project)!, path))))
            .SelectMany(path => References(path).Prepend(path)).Prepend(project);

    // The package sets that could be stand-ins.
    private static IEnumerable<string> Sets() => Forced().Matches(File.ReadAllText(Path.Combine(Root, "standins", "Standins.props"))).Select(match => match.Groups[1].Value);

    private static string[] Ignored() => File.ReadAllLines(Path.Combine(Root, ".dockerignore"));

    [GeneratedRegex(@"^[a-z0-9./_-]+(:(?!latest)[A-Za-z0-9._-]*\d[A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"dotnet publish (\S+\.csproj)")]
    private static partial Regex Publish();

    [GeneratedRegex(@"'\$\(([A-Z_]+)\)' != ''")]
    private static partial Regex Forced();

    [GeneratedRegex(@"\b(curl|wget|git clone|npm install|pip)\b")]
    private static partial Regex Fetches();
}
