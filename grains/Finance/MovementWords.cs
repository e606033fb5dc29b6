using System.Globalization;
using Darkroom.Texts;

namespace Darkroom.Finance;

/// <summary>What a transfer means, for somebody who has to explain a balance: as a code, and in the words of the texts' area <c>ledger</c>.</summary>
public static class MovementWords
{
    /// <summary>Every code, in the order in which a report tells them.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "sold", "given", "reserved", "used", "released", "expired", "refunded", "disputed", "debt-forgiven", "reinstated", "repaid", "corrected", "other",
    ];

    /// <summary>What happened: one of <see cref="Codes"/>.</summary>
    public static string Code(Movement movement) => Code(movement.Kind, movement.Source, movement.Target);

    /// <summary>What happened: one of <see cref="Codes"/>; null where nothing moved.</summary>
    public static string? Code(LedgerLine line) => line.Amount is null ? null : Code(line.Kind, line.Source!, line.Target!);

    /// <summary>What happened, in words: <c>sold</c>, <c>given</c>, <c>used by a job</c>, …</summary>
    public static string Of(Movement movement, TextCatalogue texts) => Name(movement.Kind, movement.Source, movement.Target, texts);

    /// <summary>One line of a statement.</summary>
    public static string Of(LedgerLine line, TextCatalogue texts) => line.Amount is not { } amount
        ? texts.Fill("ledger.line.nothing", ("kind", line.Kind), ("subject", Subject(line.Operation, texts)))
        : texts.Fill(
            "ledger.line",
            ("amount", amount.ToString(CultureInfo.InvariantCulture)), ("what", Name(line.Kind, line.Source!, line.Target!, texts)),
            ("subject", Subject(line.Operation, texts)), ("lot", line.Lot?.ToString(CultureInfo.InvariantCulture) ?? "–"));

    private static string Code(string kind, string source, string target) => (source, target) switch
    {
        _ when kind == "correction" => "corrected",
        ("deferred-revenue", "wallet") => "sold",
        ("promotions", "wallet") => "given",
        ("wallet", "held") => "reserved",
        ("held", "revenue") => "used",
        ("held", "wallet") => "released",
        ("wallet", "expired") => "expired",
        (_, "refunds") => "refunded",
        (_, "disputes") => "disputed",
        ("refunds" or "disputes", "debt") => "debt-forgiven",
        ("refunds" or "disputes", _) => "reinstated",
        (_, "debt") => "repaid",
        _ => "other",
    };

    private static string Name(string kind, string source, string target, TextCatalogue texts) =>
        texts.Fill($"ledger.movement.{Code(kind, source, target)}", ("kind", kind), ("source", source), ("target", target));

    // hold/nanogpt/j01… and settle/nanogpt/j01… are about the job, expire/1/7 about the lot; everything else is named by whoever ordered it.
    private static string Subject(string operation, TextCatalogue texts) => operation.Split('/', 2) switch
    {
        ["hold" or "settle", var job] => job,
        ["expire", _] => texts["ledger.subject.expire"],
        ["checkpoint"] => texts["ledger.subject.checkpoint"],
        ["repayment", _] => texts["ledger.subject.repayment"],
        _ => operation,
    };
}
