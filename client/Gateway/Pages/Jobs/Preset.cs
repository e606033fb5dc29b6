using System.Collections.Frozen;

namespace Darkroom.Gateway.Pages;

/// <summary>One choice on a tool's page: a text of the catalogue and the parameters behind it.</summary>
/// <param name="Key">The text is <c>page.preset.{tool}.{key}</c>.</param>
/// <param name="Parameters">JSON, as the field <c>params</c> of a job takes it.</param>
internal sealed record Preset(string Key, string Parameters);

/// <summary>What the pages offer of each tool, so that a form without a script can say it; the API takes every parameter.</summary>
internal static class Presets
{
    /// <summary>By tool; the first is chosen from the start.</summary>
    public static FrozenDictionary<string, IReadOnlyList<Preset>> All { get; } = new Dictionary<string, IReadOnlyList<Preset>>
    {
        ["remove-background"] =
        [
            new("transparent", """{"background":"transparent","format":"png"}"""),
            new("white", """{"background":"#ffffff"}"""),
            new("blur", """{"background":"blur"}"""),
        ],
        ["resize"] =
        [
            new("web", """{"width":1920,"height":1920,"mode":"fit"}"""),
            new("square", """{"width":1080,"height":1080,"mode":"crop"}"""),
            new("small", """{"width":640,"height":640,"mode":"fit"}"""),
        ],
        ["denoise"] =
        [
            new("normal", """{"strength":40}"""),
            new("light", """{"strength":20}"""),
            new("strong", """{"strength":70}"""),
        ],
    }.ToFrozenDictionary();
}
