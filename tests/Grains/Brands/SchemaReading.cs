using System.Text.Json;
using System.Text.RegularExpressions;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>The part of JSON Schema (draft 2020-12) that the brand files' schema is written in; a keyword that it does not know is a fault.</summary>
internal sealed class SchemaReading(JsonElement root)
{
    private static readonly HashSet<string> Words = ["$schema", "$defs", "title", "description", "default", "format"];

    /// <summary>Whether the schema accepts a value.</summary>
    public bool Accepts(JsonElement value) => Accepts(root, value);

    private bool Accepts(JsonElement schema, JsonElement value) =>
        schema.EnumerateObject().All(keyword => Words.Contains(keyword.Name) || Holds(keyword.Name, keyword.Value, schema, value));

    private bool Holds(string keyword, JsonElement rule, JsonElement schema, JsonElement value) => keyword switch
    {
        "$ref" => Accepts(rule.GetString()!.Split('/').Skip(1).Aggregate(root, (at, name) => at.GetProperty(name)), value),
        "not" => !Accepts(rule, value),
        "oneOf" => rule.EnumerateArray().Count(each => Accepts(each, value)) == 1,
        "enum" => rule.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)),
        "type" => IsOf(rule.GetString()!, value),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
        "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > rule.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ECMAScript),
        "required" => value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "dependentRequired" => value.ValueKind != JsonValueKind.Object || rule.EnumerateObject().All(each =>
            !value.TryGetProperty(each.Name, out _) || each.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _))),
        "minProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() >= rule.GetInt32(),
        "propertyNames" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(each => Accepts(rule, JsonSerializer.SerializeToElement(each.Name))),
        "properties" => value.ValueKind != JsonValueKind.Object || rule.EnumerateObject().All(each => !value.TryGetProperty(each.Name, out var member) || Accepts(each.Value, member)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Where(each => !Names(schema, each.Name))
            .All(each => rule.ValueKind != JsonValueKind.False && Accepts(rule, each.Value)),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(each => Accepts(rule, each)),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
        "uniqueItems" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Select(each => each.GetRawText()).Distinct().Count() == value.GetArrayLength(),
        "contains" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Count(each => Accepts(rule, each)) is >= 1 and var found
            && found <= (schema.TryGetProperty("maxContains", out var most) ? most.GetInt32() : int.MaxValue),
        "maxContains" => true, // Read with 'contains'.
        _ => throw new NotSupportedException($"The schema uses '{keyword}', which this reading does not know."),
    };

    private static bool Names(JsonElement schema, string name) => schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        _ => throw new NotSupportedException($"The schema uses the type '{type}', which this reading does not know."),
    };
}
