using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Imaging.Tests;

/// <summary>Drives a real pool with real children.</summary>
internal static class Engine
{
    public static readonly IProgress<double> Unwatched = new Progress<double>();

    public static ImagingProcessPool Start(ImagingOptions? options = null, ILogger<ImagingProcessPool>? logger = null) =>
        new(options ?? new ImagingOptions { Children = 1 }, TimeProvider.System, logger ?? NullLogger<ImagingProcessPool>.Instance);

    public static ImagingRequest Request(string tool, string parameters, params byte[][] pictures) =>
        new("test", tool, Normalize(tool, parameters), [.. pictures.Select(picture => new ReadOnlyMemory<byte>(picture))]);

    public static Task<ImagingResult> Run(this IImagingEngine engine, string tool, string parameters, params byte[][] pictures) =>
        engine.Run(Request(tool, parameters, pictures), Unwatched, CancellationToken.None);

    /// <summary>The one output of a request that must succeed.</summary>
    public static async Task<ImagingOutput> Make(this IImagingEngine engine, string tool, string parameters, params byte[][] pictures) =>
        (await engine.Run(tool, parameters, pictures)).ShouldBeOfType<ImagingResult.Done>().Outputs.ShouldHaveSingleItem();

    private static string Normalize(string tool, string parameters) =>
        Darkroom.Tools.ToolCatalog.All[tool].CheckParameters((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(parameters)!)
            .ShouldBeOfType<Darkroom.Tools.ParameterCheck.Valid>().Normalized;
}
