using System.Text.Json.Nodes;
using Darkroom.Jobs;

namespace Darkroom.Tools;

/// <summary>
/// What a tool is, apart from its code (which lives in the imaging engine under the same name) and its price (which is the brand's).
/// </summary>
/// <param name="Name">Stable, lower-case, hyphenated.</param>
/// <param name="Lane">Where it runs.</param>
/// <param name="MinimumInputs">Fewest pictures.</param>
/// <param name="MaximumInputs">Most pictures.</param>
/// <param name="Models">Names in the model manifest that it needs.</param>
/// <param name="ParameterSchema">JSON Schema (draft 2020-12) of its parameters, with defaults and descriptions.</param>
/// <param name="CheckParameters">Reads parameters: normalised JSON, or a message per field.</param>
public sealed record Tool(
    string Name, Lane Lane, int MinimumInputs, int MaximumInputs, IReadOnlyList<string> Models,
    JsonObject ParameterSchema, Func<JsonObject, ParameterCheck> CheckParameters)
{
    /// <summary>
    /// Who outside of the cluster is given the pictures, by the name in brand files; null for a tool that runs in the cluster, as all in the
    /// catalogue do. A brand that does not list it cannot sell the tool.
    /// </summary>
    public string? Recipient { get; init; }
}

/// <summary>The result of reading a tool's parameters.</summary>
public abstract record ParameterCheck
{
    private ParameterCheck() { }

    /// <summary>Good: the parameters with every default filled in.</summary>
    public sealed record Valid(string Normalized) : ParameterCheck;

    /// <summary>Refused: field name (or empty for the whole) → what is wrong and what is allowed.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ParameterCheck;
}
