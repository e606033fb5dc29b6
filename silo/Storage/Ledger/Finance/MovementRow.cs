using Darkroom.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>A row of sums between two accounts. Properties and not a constructor: SQLite knows no type for the sums in an empty answer, and Dapper wants one for a constructor.</summary>
internal sealed class MovementRow
{
    public required string Asset { get; init; }

    public required string Kind { get; init; }

    public string? LotKind { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required long Transfers { get; init; }

    public required long Amount { get; init; }

    public Movement ToMovement() => new(new Asset(Asset), Kind, LotKind, Source, Target, Transfers, Amount);
}
