namespace Darkroom.Silo.Hosting;

/// <summary>What is said at the start about models.</summary>
internal static class ModelNotes
{
    public static IReadOnlyList<string> For(SiloOptions options) => Directory.Exists(options.Models)
        ? []
        : [$"there is no folder {options.Models}: tools that need a model will fail. Run 'make setup', or set DARKROOM_MODELS."];
}
