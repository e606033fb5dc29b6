using System.Text.Json;
using System.Text.Json.Nodes;

namespace Darkroom.Tools;

/// <summary>Typed access to parameters that a check has normalised; anything else is a fault.</summary>
internal readonly struct NormalizedParameters
{
    private readonly JsonObject json;

    private NormalizedParameters(JsonObject json) => this.json = json;

    public static NormalizedParameters Read(string normalized)
    {
        try
        {
            return new(JsonNode.Parse(normalized) as JsonObject ?? throw new FormatException("The parameters are not an object."));
        }
        catch (JsonException)
        {
            // The parser's message quotes its input; parameters do not belong in logs.
            throw new FormatException("The parameters are not JSON.");
        }
    }

    public int? Optional(string name) => json[name] is null ? null : Number(name);

    public int Number(string name) => Get<int>(name);

    public bool Switch(string name) => Get<bool>(name);

    public string Text(string name) => Get<string>(name);

    private T Get<T>(string name) =>
        json[name] is JsonValue value && value.TryGetValue<T>(out var typed) ? typed
            : throw new FormatException($"The parameter '{name}' was not normalised.");
}
