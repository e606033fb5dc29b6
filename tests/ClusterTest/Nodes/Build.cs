namespace Darkroom.ClusterTest.Nodes;

/// <summary>The programs of one build of the product.</summary>
/// <param name="Silo">The file of the silo, which also migrates.</param>
internal sealed record Build(string Silo, string Gateway)
{
    /// <summary>The programs of one configuration below the folder of build outputs.</summary>
    /// <exception cref="FileNotFoundException">One of them was not built.</exception>
    public static Build In(string bin, string configuration)
    {
        var build = new Build(Program("Darkroom.Silo"), Program("Darkroom.GatewayHost"));
        return build;

        string Program(string project)
        {
            var file = Path.Combine(bin, project, configuration, $"{project}.dll");
            return File.Exists(file) ? file : throw new FileNotFoundException($"{project} is not built.", file);
        }
    }

    /// <summary>The build that this test belongs to: outputs lie side by side, in {project}/{configuration}.</summary>
    public static (Build Build, string Configuration, string Engine) Own()
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var bin = mine.Parent!.Parent!;
        return (In(bin.FullName, mine.Name), mine.Name, bin.Parent!.Name);
    }
}
