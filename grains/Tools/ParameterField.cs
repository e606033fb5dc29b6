using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Darkroom.Tools;

/// <summary>One parameter of a tool: the schema that is published and the check that is made come from the same facts.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Description">For whoever calls the API.</param>
/// <param name="Default">What an absent value means; null: stays absent.</param>
internal abstract record ParameterField(string Name, string Description, JsonNode? Default)
{
    public JsonObject Schema()
    {
        var schema = Constraints();
        schema["description"] = Description;
        if (Default is not null) schema["default"] = Default.DeepClone();
        return schema;
    }

    /// <summary>What is allowed, as the end of a sentence: "a whole number from 1 to 100".</summary>
    public abstract string Allowed { get; }

    public abstract bool Accepts(JsonValue value);

    /// <summary>The value in its one written form.</summary>
    public virtual JsonNode Normalize(JsonValue value) => value.DeepClone();

    protected abstract JsonObject Constraints();
}

/// <summary>A whole number in a range.</summary>
internal sealed record IntegerField(string Name, string Description, int Minimum, int Maximum, int? Standard = null)
    : ParameterField(Name, Description, Standard is { } value ? JsonValue.Create(value) : null)
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}");

    public override bool Accepts(JsonValue value) => value.TryGetValue<int>(out var number) && number >= Minimum && number <= Maximum;

    protected override JsonObject Constraints() => new() { ["type"] = "integer", ["minimum"] = Minimum, ["maximum"] = Maximum };
}

/// <summary>One of some words.</summary>
internal sealed record ChoiceField(string Name, string Description, string[] Words, string Standard)
    : ParameterField(Name, Description, JsonValue.Create(Standard))
{
    public override string Allowed => "one of " + string.Join(", ", Words);

    public override bool Accepts(JsonValue value) => value.TryGetValue<string>(out var word) && Words.Contains(word);

    protected override JsonObject Constraints() => new() { ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) };
}

/// <summary>Yes or no.</summary>
internal sealed record SwitchField(string Name, string Description, bool Standard)
    : ParameterField(Name, Description, JsonValue.Create(Standard))
{
    public override string Allowed => "true or false";

    public override bool Accepts(JsonValue value) => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    protected override JsonObject Constraints() => new() { ["type"] = "boolean" };
}

/// <summary>A word out of some, or a text of a given form; written in lower case.</summary>
internal sealed record PatternField(string Name, string Description, string Pattern, string InWords, string Standard)
    : ParameterField(Name, Description, JsonValue.Create(Standard))
{
    public override string Allowed => InWords;

    public override bool Accepts(JsonValue value) =>
        // The whole text: in .NET '$' also matches before a final line feed.
        value.TryGetValue<string>(out var text) && Regex.Match(text, Pattern, RegexOptions.CultureInvariant) is { Success: true } match
        && match.Length == text.Length;

    public override JsonNode Normalize(JsonValue value) => JsonValue.Create(value.GetValue<string>().ToLowerInvariant());

    protected override JsonObject Constraints() => new() { ["type"] = "string", ["pattern"] = Pattern };
}
