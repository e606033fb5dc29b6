using System.Globalization;
using Darkroom.Testing;
using Darkroom.Wallets;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Wallets;

/// <summary>
/// Two activations of one wallet over one ledger, either of which can die at any step, with calls that come twice, overtake each other or are
/// given up, against the model. A failure prints its seed; <c>WALLET_REPLAY=seed,gamma</c> runs just that again.
/// </summary>
public sealed class WalletCrashTests
{
    private const int Histories = 1000;
    private const int Length = 100;
    private static readonly UserId Owner = new(new BrandId("test"), "u1");
    private static readonly SpendOrder Order = new(["promotional", "subscription", "paid"]);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Step> AnyStep =
        from command in WalletCommand.Any
        from minutes in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 150)))
        from fate in Gen.Frequency((6, Gen.Constant(Fate.Arrives)), (4, Gen.Choose(1, 4).Select(number => (Fate)number)))
        from other in Gen.Frequency((2, Gen.Constant<WalletCommand?>(null)), (1, WalletCommand.Any.Select(any => (WalletCommand?)any)))
        from times in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Constant(2)))
        from insists in Gen.Frequency((2, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Step(command, minutes, fate, other, times, insists);

    [Fact]
    public void Whatever_dies_comes_twice_or_at_once_the_wallet_answers_as_the_model_does()
    {
        long asked = 0;
        var config = Config.QuickThrowOnFailure.WithMaxTest(Histories);
        var replay = Environment.GetEnvironmentVariable("WALLET_REPLAY")?.Split(',').Select(part => ulong.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        config = replay is [var seed, var gamma] ? config.WithReplay(seed, gamma) : config;
        Prop.ForAll(Arb.From(AnyStep.ArrayOf(Length), Shorter), steps => asked += new History().Run(steps)).Check(config);
        asked.ShouldBeGreaterThanOrEqualTo(replay is null ? Histories * Length : 1);
    }

    // Without ever smaller parts of it.
    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var part = steps.Length / 2; part > 0; part /= 2)
        {
            for (var from = 0; from + part <= steps.Length; from += part)
            {
                yield return [.. steps[..from], .. steps[(from + part)..]];
            }
        }
    }

    /// <param name="Other">What the other activation does right before this one's append, or afterwards if it has none.</param>
    /// <param name="Times">How often the call comes.</param>
    /// <param name="Insists">Whether the caller asks again after the process died, or gives up.</param>
    private sealed record Step(WalletCommand Command, int Minutes, Fate Fate, WalletCommand? Other, int Times, bool Insists);

    private sealed class History
    {
        private readonly WalletModel model = new(LotKind.Promotional, LotKind.Subscription, LotKind.Paid);
        private readonly MemoryLedger ledger = new();
        private readonly FixedTime time = new() { Now = Start };
        private long asked;

        public long Run(Step[] steps)
        {
            foreach (var step in steps)
            {
                time.Now += TimeSpan.FromMinutes(step.Minutes);
                Take(step).GetAwaiter().GetResult();
                Check();
            }

            return asked;
        }

        private async Task Take(Step step)
        {
            (WalletCommand, string)? overtook = null;
            ledger.Fate = step.Fate;
            ledger.Meanwhile = step.Other is { } other ? async () => overtook = (other, await Ask(other)) : null;
            var word = await Call(step);
            var waiting = ledger.Meanwhile is null ? null : step.Other;
            (ledger.Fate, ledger.Meanwhile) = (Fate.Arrives, null);

            if (overtook is var (first, said))
            {
                (first, said).ShouldBe((first, model.Run(first, time.Now)));
            }

            if (word is not null || ledger.DiedAfterItsEffect)
            {
                var expected = model.Run(step.Command, time.Now);
                (step.Command, word ?? expected).ShouldBe((step.Command, expected));
            }

            if (waiting is not null)
            {
                (waiting, await Ask(waiting)).ShouldBe((waiting, model.Run(waiting, time.Now)));
            }

            for (var again = 1; again < step.Times; again++)
            {
                (step.Command, await Ask(step.Command)).ShouldBe((step.Command, model.Run(step.Command, time.Now)));
            }
        }

        /// <summary>The answer; null where the process died and the caller gave up.</summary>
        private async Task<string?> Call(Step step)
        {
            try
            {
                return await Ask(step.Command);
            }
            catch (DiedException)
            {
                return step.Insists ? await Ask(step.Command) : null;
            }
        }

        /// <summary>Asks an activation. It is a new one each time, which is what remembers least.</summary>
        private async Task<string> Ask(WalletCommand command)
        {
            asked++;
            var cashier = new Cashier(Owner, Order, ledger, time, RandomSource.System);
            try
            {
                return command switch
                {
                    WalletCommand.Grant(var grant) => WalletCommand.Word(await cashier.Grant(grant)),
                    WalletCommand.Hold(var job, var amount) => WalletCommand.Word(await cashier.Hold(job, amount)),
                    WalletCommand.Capture(var job, var amount) => WalletCommand.Word(await cashier.Capture(job, amount)),
                    WalletCommand.Release(var job) => WalletCommand.Word(await cashier.Release(job)),
                    WalletCommand.Claw(var clawback) => WalletCommand.Word(await cashier.Claw(clawback)),
                    WalletCommand.Reinstate(var id) => WalletCommand.Word(await cashier.Reinstate(id)),
                    WalletCommand.Correct(var correction) => WalletCommand.Word(await cashier.Correct(correction)),
                    _ => throw new NotSupportedException(),
                };
            }
            catch (ArgumentOutOfRangeException)
            {
                return "fault";
            }
        }

        private void Check()
        {
            if (ledger.Whole is not { } wallet)
            {
                return;
            }

            var view = wallet.View(Order, time.Now);
            (view.Available, view.Held, view.Debt).ShouldBe((model.Available(time.Now), model.Held, model.Debt));
            var balances = ledger.Balances;
            balances.Values.Sum().ShouldBe(0);
            balances.GetValueOrDefault(LedgerAccount.Wallet).ShouldBe(wallet.Free);
            balances.GetValueOrDefault(LedgerAccount.Held).ShouldBe(wallet.Held);
            balances.GetValueOrDefault(LedgerAccount.Debt).ShouldBe(-model.Debt);
            balances.GetValueOrDefault(LedgerAccount.Revenue).ShouldBe(model.Taken);
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
