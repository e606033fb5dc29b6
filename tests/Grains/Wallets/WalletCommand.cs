using Darkroom.Wallets;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Testing;

/// <summary>Something that is asked of a wallet, and how random ones are made.</summary>
internal abstract record WalletCommand
{
    private static readonly BrandId Brand = new("test");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public sealed record Grant(CreditGrant Order) : WalletCommand;

    public sealed record Hold(JobId Job, long Amount) : WalletCommand;

    public sealed record Capture(JobId Job, long Amount) : WalletCommand;

    public sealed record Release(JobId Job) : WalletCommand;

    public sealed record Claw(CreditClawback Order) : WalletCommand;

    public sealed record Reinstate(string ClawbackId) : WalletCommand;

    public sealed record Correct(CreditCorrection Order) : WalletCommand;

    public sealed record Read : WalletCommand;

    /// <summary>Few jobs, few grants and few amounts, so that most things are asked again, late, twice, or otherwise than before.</summary>
    public static Gen<WalletCommand> Any { get; } = Gen.Frequency(
        (2, from number in Gen.Choose(0, 7)
            from changed in Gen.Frequency((9, Gen.Constant(0L)), (1, Gen.Constant(1L)))
            select (WalletCommand)new Grant(new CreditGrant(
                $"grant-{number}", (LotKind)(number % 3), 5 + number + changed, number < 3 ? null : Start + TimeSpan.FromHours(10 * number)))),
        (4, from job in Gen.Choose(0, 9)
            from amount in Gen.Frequency((4, Gen.Constant((job % 4) * 3)), (1, Gen.Choose(0, 25)))
            select (WalletCommand)new Hold(Numbered(job), amount)),
        (3, from job in Gen.Choose(0, 9)
            from amount in Gen.Frequency((4, Gen.Constant((job % 4) * 3)), (3, Gen.Choose(0, 12)))
            select (WalletCommand)new Capture(Numbered(job), amount)),
        (2, from job in Gen.Choose(0, 9) select (WalletCommand)new Release(Numbered(job))),
        (2, from number in Gen.Choose(0, 7)
            from grant in Gen.Frequency((9, Gen.Constant(number)), (1, Gen.Choose(0, 8)))
            from amount in Gen.Frequency((4, Gen.Constant(1L + (number % 5))), (1, Gen.Choose(1, 14).Select(any => (long)any)))
            select (WalletCommand)new Claw(new CreditClawback($"clawback-{number}", $"grant-{grant}", (ClawbackKind)(number % 2), amount))),
        (1, from number in Gen.Choose(0, 8) select (WalletCommand)new Reinstate($"clawback-{number}")),
        (1, from wrong in Gen.OneOf(
                Gen.Choose(0, 8).Select(number => $"grant-{number}"), Gen.Choose(0, 9).Select(job => OperationIds.Settle(Numbered(job))),
                Gen.Choose(0, 2).Select(number => $"clawback-{number}"), Gen.Constant(OperationIds.Hold(Numbered(1))))
            from reason in Gen.Frequency((5, Gen.Constant("mistake")), (1, Gen.Constant("other")))
            select (WalletCommand)new Correct(new CreditCorrection(wrong, reason))));

    /// <summary>A sequence of them with the times at which they come.</summary>
    public static Arbitrary<(WalletCommand Command, DateTimeOffset At)[]> Sequences(int length) =>
        (from steps in (from command in Any from minutes in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 300))) select (command, minutes)).ArrayOf(length)
         select steps.Select((step, i) => (step.command, Start + TimeSpan.FromMinutes(steps.Take(i + 1).Sum(s => s.minutes)))).ToArray()).ToArbitrary();

    /// <summary>An answer in the model's words.</summary>
    public static string Word(object answer) => answer switch
    {
        GrantResult.Granted => "granted",
        HoldResult.Held held => $"held {held.Amount}",
        HoldResult.Insufficient missing => $"insufficient {missing.Required} {missing.Available}",
        SettleResult.Settled settled => $"settled {settled.Captured} {settled.Released}",
        ClawbackResult.Reclaimed reclaimed => $"reclaimed {reclaimed.Taken} {reclaimed.Owed}",
        ReinstateResult.Reinstated reinstated => $"reinstated {reinstated.Returned} {reinstated.Canceled}",
        CorrectResult.Corrected corrected => $"corrected {corrected.Amount}",
        CorrectResult.Refused refused => $"refused {refused.Missing}",
        ClawbackResult.Refused or ReinstateResult.Refused => "refused",
        GrantResult.Conflict or HoldResult.Conflict or SettleResult.Conflict or ClawbackResult.Conflict or CorrectResult.Conflict => "conflict",
        _ => throw new NotSupportedException(answer.ToString()),
    };

    private static JobId Numbered(int number) => new(Brand, $"j{number}");
}
