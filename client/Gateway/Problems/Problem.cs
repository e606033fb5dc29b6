using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Problems;

/// <summary>
/// A refusal as <c>application/problem+json</c> (RFC 9457): <c>type, title, status, detail, code, next, requestId</c>
/// and what the kind adds. Immutable.
/// </summary>
/// <param name="Kind">Which refusal.</param>
/// <param name="Detail">What happened this time, for a person; null for the kind's own words. Never holds internals or other people's data.</param>
public sealed record Problem(ProblemKind Kind, string? Detail = null) : IResult, IStatusCodeHttpResult
{
    private const string MediaType = "application/problem+json";

    // For people too: apostrophes and letters beyond ASCII stay readable. Nothing renders it as HTML (nosniff, and a content type of its own).
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>After how long it is worth trying again; written to <c>Retry-After</c> in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>More members of the object, by name.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>();

    /// <inheritdoc/>
    public int? StatusCode => Kind.Status;

    /// <summary>The same problem with one more member.</summary>
    public Problem With(string name, object? value) =>
        this with { Extensions = new Dictionary<string, object?>(Extensions) { [name] = value } };

    /// <summary>422 <c>bad_parameters</c> that names each field.</summary>
    public static Problem BadParameters(IEnumerable<KeyValuePair<string, string>> errors)
    {
        var byField = errors.ToDictionary(e => e.Key, e => new[] { e.Value });
        var detail = string.Join(" ", byField.Select(e => e.Key.Length == 0 ? e.Value[0] : $"{e.Key}: {e.Value[0]}"));
        return new Problem(ProblemKinds.BadParameters, detail.Length == 0 ? null : detail).With("errors", byField);
    }

    /// <summary>422 <c>bad_parameters</c> for one field.</summary>
    public static Problem BadParameter(string field, string message) => BadParameters([new(field, message)]);

    /// <summary>A wait as <c>Retry-After</c> says it.</summary>
    internal static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Seconds(wait);
        var body = new Dictionary<string, object?>
        {
            ["type"] = Kind.Type,
            ["title"] = Kind.Title,
            ["status"] = Kind.Status,
            ["detail"] = Detail ?? Kind.Detail,
            ["code"] = Kind.Code,
            ["next"] = Kind.Next,
            ["requestId"] = httpContext.TraceIdentifier,
        };
        foreach (var (name, value) in Extensions)
            body[name] = value;
        await JsonSerializer.SerializeAsync(response.Body, body, Json, httpContext.RequestAborted);
    }
}
