using System.Collections.Frozen;

namespace Darkroom.Brands;

/// <summary>Somebody outside who is given personal data.</summary>
/// <param name="Name">
/// As people know it. Null: the policy allows for such a recipient, but nobody is engaged, so that nobody can be given anything; or authorities.
/// </param>
/// <param name="Purpose">What for: one of <see cref="Purposes"/>.</param>
public sealed record Recipient(string? Name, string Purpose)
{
    /// <summary>The purpose of authorities, who have no name in a file.</summary>
    public const string Law = "law";

    /// <summary>Inside the European Economic Area nothing is transferred that would need a safeguard.</summary>
    public const string InsideArea = "eea";

    /// <summary>What data can be handed out for. There is no word for selling it.</summary>
    public static IReadOnlySet<string> Purposes { get; } = new[]
    {
        "payments", "database", "hosting", "computing", "generation", "support", "analytics", "advertising", "accounts", "partners", Law,
    }.ToFrozenSet();

    /// <summary>What somebody can be given: the kinds that the system stores, and what only passes through.</summary>
    public static IReadOnlySet<string> Receivable { get; } =
        DataKind.All.Concat(["payment", "visits", "pseudonym", "messages", "tokens", "order"]).ToFrozenSet();

    /// <summary>What a transfer can rest on.</summary>
    public static IReadOnlySet<string> Safeguards { get; } = new[] { InsideArea, "adequacy", "scc", "consent" }.ToFrozenSet();

    /// <summary>Countries of the European Economic Area.</summary>
    public static IReadOnlySet<string> Area { get; } =
        ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK").Split(' ').ToFrozenSet();

    /// <summary>What it is given, of <see cref="Receivable"/>.</summary>
    public IReadOnlyList<string> Receives { get; init; } = [];

    /// <summary>Where, as ISO 3166-1 alpha-2; null where there is no name.</summary>
    public string? Country { get; init; }

    /// <summary>What the transfer rests on, of <see cref="Safeguards"/>; null where there is no name.</summary>
    public string? Safeguard { get; init; }
}
