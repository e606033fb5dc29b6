using System.Globalization;

namespace Darkroom.Imaging.Child;

/// <summary>What the parent tells a child on its command line. Nothing secret: command lines are public on a machine.</summary>
/// <param name="MemoryBytes">Most private memory; 0 for no limit.</param>
/// <param name="Threads">Native threads for one request.</param>
/// <param name="MaximumPixels">Of a decoded picture.</param>
/// <param name="Models">Folder with the model files; empty when there is none.</param>
internal sealed record ChildOptions(long MemoryBytes, int Threads, long MaximumPixels, string Models)
{
    public IEnumerable<string> ToArguments() =>
    [
        "child",
        MemoryBytes.ToString(CultureInfo.InvariantCulture),
        Threads.ToString(CultureInfo.InvariantCulture),
        MaximumPixels.ToString(CultureInfo.InvariantCulture),
        Models,
    ];

    public static ChildOptions? Parse(string[] arguments) =>
        arguments is ["child", var memory, var threads, var pixels, var models]
        && long.TryParse(memory, CultureInfo.InvariantCulture, out var memoryBytes)
        && int.TryParse(threads, CultureInfo.InvariantCulture, out var threadCount)
        && long.TryParse(pixels, CultureInfo.InvariantCulture, out var maximumPixels)
            ? new(memoryBytes, threadCount, maximumPixels, models)
            : null;
}
