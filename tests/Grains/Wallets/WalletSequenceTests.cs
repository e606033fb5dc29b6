using Darkroom.Testing;
using Darkroom.Wallets;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Wallets;

/// <summary>Random histories, with repeats, reorderings and contradictions, against a model that does the same in the simplest way.</summary>
public sealed class WalletSequenceTests
{
    private static readonly SpendOrder Order = new(["promotional", "subscription", "paid"]);

    [Fact]
    public void A_wallet_answers_as_the_model_does_and_keeps_its_books() =>
        Prop.ForAll(WalletCommand.Sequences(60), steps => Run(steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    private static void Run((WalletCommand Command, DateTimeOffset At)[] steps)
    {
        var model = new WalletModel(LotKind.Promotional, LotKind.Subscription, LotKind.Paid);
        var wallet = Wallet.Empty(new WalletId("w0"), new Asset("credits/test"));
        var recorded = new Dictionary<string, Operation>();
        var balances = new long[Enum.GetValues<LedgerAccount>().Length];
        foreach (var (command, at) in steps)
        {
            var (word, operations, after) = Decide(wallet, command, at, recorded);
            (command, word).ShouldBe((command, model.Run(command, at)));

            // The state that the decision hands on is the fold of what it appends.
            operations.Aggregate(wallet, (state, operation) => state.Apply(operation)).Chain.ShouldBe(after.Chain);
            foreach (var operation in operations)
            {
                // Throws where an id was used before.
                recorded.Add(operation.Id, operation);
                foreach (var leg in operation.Legs)
                {
                    balances[(int)leg.Source] -= leg.Amount;
                    balances[(int)leg.Target] += leg.Amount;
                }
            }

            wallet = after;
            Check(wallet, account => balances[(int)account], model, at);

            // Whatever was asked can be asked again, and then changes nothing.
            var again = Decide(wallet, command, at, recorded);
            (command, again.Word).ShouldBe((command, word));
            again.Operations.ShouldBeEmpty();
        }
    }

    private static void Check(Wallet wallet, Func<LedgerAccount, long> balance, WalletModel model, DateTimeOffset at)
    {
        var view = wallet.View(Order, at);
        (view.Available, view.Held, view.Debt).ShouldBe((model.Available(at), model.Held, model.Debt));
        view.Lots.Sum(lot => lot.Remaining).ShouldBe(view.Balance);
        wallet.Lots.Values.ShouldAllBe(lot => lot.Free >= 0 && lot.Held >= 0 && (lot.Free == 0 || lot.Debt == 0));

        // Conservation: every credit that was issued is free, held, used, expired or taken back; what was taken back and not there is owed.
        Enum.GetValues<LedgerAccount>().Sum(balance).ShouldBe(0);
        balance(LedgerAccount.Wallet).ShouldBe(wallet.Free);
        balance(LedgerAccount.Held).ShouldBe(wallet.Held);
        balance(LedgerAccount.Revenue).ShouldBe(model.Taken);
        balance(LedgerAccount.Debt).ShouldBe(-model.Debt);
        balance(LedgerAccount.Expired).ShouldBeGreaterThanOrEqualTo(0);
        (balance(LedgerAccount.Refunds) + balance(LedgerAccount.Disputes)).ShouldBe(wallet.Lots.Values.Sum(lot => lot.Reclaimed));
    }

    private static (string Word, IReadOnlyList<Operation> Operations, Wallet After) Decide(
        Wallet wallet, WalletCommand command, DateTimeOffset at, IReadOnlyDictionary<string, Operation> recorded)
    {
        try
        {
            return command switch
            {
                WalletCommand.Grant(var grant) => Told(wallet.Grant(grant, at, recorded)),
                WalletCommand.Hold(var job, var amount) => Told(wallet.Hold(job, amount, Order, at, recorded)),
                WalletCommand.Capture(var job, var amount) => Told(wallet.Capture(job, amount, at, recorded)),
                WalletCommand.Release(var job) => Told(wallet.Release(job, at, recorded)),
                WalletCommand.Claw(var clawback) => Told(wallet.Claw(clawback, at, recorded)),
                WalletCommand.Reinstate(var id) => Told(wallet.Reinstate(id, at, recorded)),
                WalletCommand.Correct(var correction) => Told(wallet.Correct(correction, at, recorded)),
                _ => throw new NotSupportedException(),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return ("fault", [], wallet);
        }
    }

    private static (string, IReadOnlyList<Operation>, Wallet) Told<T>(Decision<T> decision) where T : notnull =>
        (WalletCommand.Word(decision.Answer), decision.Operations, decision.After);
}
