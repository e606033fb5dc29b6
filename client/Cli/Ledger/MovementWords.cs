using System.Globalization;
using Darkroom.Storage.Finance;

namespace Darkroom.Cli.Ledger;

/// <summary>What a transfer means, in the words of somebody who has to explain a balance.</summary>
internal static class MovementWords
{
    /// <summary>What happened: <c>sold</c>, <c>given</c>, <c>used</c>, …</summary>
    public static string Of(Movement movement) => Name(movement.Kind, movement.Source, movement.Target);

    /// <summary>One line of a statement.</summary>
    public static string Of(LedgerLine line) => line.Amount is not { } amount
        ? $"{line.Kind} of {Subject(line.Operation)}: nothing moved"
        : string.Create(CultureInfo.InvariantCulture, $"{amount} {Name(line.Kind, line.Source!, line.Target!)} ({Subject(line.Operation)}, lot {line.Lot})");

    private static string Name(string kind, string source, string target) => (source, target) switch
    {
        _ when kind == "correction" => "corrected",
        ("deferred-revenue", "wallet") => "sold",
        ("promotions", "wallet") => "given",
        ("wallet", "held") => "reserved for a job",
        ("held", "revenue") => "used by a job",
        ("held", "wallet") => "given back by a job",
        ("wallet", "expired") => "expired",
        (_, "refunds") => "refunded",
        (_, "disputes") => "taken back in a dispute",
        ("refunds" or "disputes", "debt") => "no longer owed",
        ("refunds" or "disputes", _) => "given back: the payment stands",
        (_, "debt") => "paid towards a debt",
        _ => $"{kind}: {source} to {target}",
    };

    // hold/nanogpt/j01… and settle/nanogpt/j01… are about the job, expire/1/7 about the lot; everything else is named by whoever ordered it.
    private static string Subject(string operation) => operation.Split('/', 2) switch
    {
        ["hold" or "settle", var job] => job,
        ["expire", _] => "its time ran out",
        ["repayment", _] => "what was owed",
        _ => operation,
    };
}
