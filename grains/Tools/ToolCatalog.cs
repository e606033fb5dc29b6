namespace Darkroom.Tools;

/// <summary>The tools of this build, by name. Which of them a brand sells, and for how much, is in the brand's file.</summary>
public static class ToolCatalog
{
    /// <summary>Every tool. Immutable.</summary>
    public static IReadOnlyDictionary<string, Tool> All { get; } =
        new[] { ResizeTool.Tool, RemoveBackgroundTool.Tool, DenoiseTool.Tool }.ToDictionary(tool => tool.Name);
}
