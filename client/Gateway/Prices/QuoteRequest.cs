using System.Text.Json.Nodes;

namespace Darkroom.Gateway.Prices;

/// <summary>Asks what a job costs in credits (<c>tool</c>, <c>params</c>, <c>pictures</c>), or what credits cost in money (<c>credits</c>, <c>currency</c>).</summary>
/// <param name="Tool">One of GET /v1/tools.</param>
/// <param name="Params">The tool's parameters; absent for the defaults.</param>
/// <param name="Pictures">The pictures of the job; absent where they are not known yet.</param>
/// <param name="Credits">How many credits to buy.</param>
/// <param name="Currency">ISO 4217 in upper case, one of GET /v1/prices.</param>
public sealed record QuoteRequest(
    string? Tool = null, JsonObject? Params = null, IReadOnlyList<PictureSizeBody?>? Pictures = null, long? Credits = null, string? Currency = null);

/// <summary>The size of a picture. Which side is which does not matter.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record PictureSizeBody(long? Width, long? Height);
