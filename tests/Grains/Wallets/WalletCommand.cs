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
        (2, from job in Gen.Choose(0, 9) select (WalletCommand)new Release(Numbered(job))));

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
        GrantResult.Conflict or HoldResult.Conflict or SettleResult.Conflict => "conflict",
        _ => throw new NotSupportedException(answer.ToString()),
    };

    private static JobId Numbered(int number) => new(Brand, $"j{number}");
}
