using System.Text.Json.Nodes;

namespace Darkroom.Tools;

/// <summary>The parameters of a tool and the rules between them. Immutable, thread-safe.</summary>
/// <param name="Title">The tool's name, for the schema.</param>
/// <param name="Fields">In the order in which they are written.</param>
/// <param name="Rules">Sees parameters that are good one by one (defaults filled in) and adds errors by field.</param>
internal sealed record ParameterSet(string Title, IReadOnlyList<ParameterField> Fields, Action<JsonObject, IDictionary<string, string>> Rules)
{
    /// <summary>JSON Schema, draft 2020-12.</summary>
    public JsonObject Schema() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = Title,
        ["type"] = "object",
        ["properties"] = new JsonObject(Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema()))),
        ["additionalProperties"] = false,
    };

    /// <summary>Reads parameters: the same meaning always becomes the same text.</summary>
    public ParameterCheck Check(JsonObject given)
    {
        if (NamesTwice(given)) return new ParameterCheck.Invalid(new Dictionary<string, string> { [""] = "A parameter is there twice." });
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in given)
        {
            if (Fields.All(field => field.Name != name))
                errors[name] = $"There is no such parameter. There are: {string.Join(", ", Fields.Select(field => field.Name))}.";
        }

        var normalized = new JsonObject();
        foreach (var field in Fields)
        {
            // An explicit null means the default, as it does in most clients' serializers.
            if (given[field.Name] is not { } value)
            {
                if (field.Default is not null) normalized[field.Name] = field.Default.DeepClone();
            }
            else if (value is JsonValue single && field.Accepts(single))
            {
                normalized[field.Name] = field.Normalize(single);
            }
            else
            {
                errors[field.Name] = $"Must be {field.Allowed}.";
            }
        }

        if (errors.Count == 0) Rules(normalized, errors);
        return errors.Count == 0 ? new ParameterCheck.Valid(normalized.ToJsonString()) : new ParameterCheck.Invalid(errors);
    }

    // A parsed object finds out on first use.
    private static bool NamesTwice(JsonObject given)
    {
        try
        {
            return given.Count < 0;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
