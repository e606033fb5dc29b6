using Darkroom.Accounts;
using Orleans.Runtime;

namespace Darkroom.Silo.Tests.Accounts;

/// <summary>Every step of the way in fails once, before it did anything or after it was durable; the person tries again.</summary>
public sealed class AccountFaultTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Whatever_fails_on_the_way_the_next_try_ends_with_one_account_and_one_welcome(bool after, bool restart)
    {
        await using var silo = await AccountSilo.Start();
        var (step, struck) = (0, true);
        for (step = 1; struck; step++)
        {
            var person = new Newcomer(silo, $"person{step}@example.org");
            var users = new HashSet<UserId>();
            silo.Faults.Arm(step, after);
            try
            {
                if (await person.SignUp() is SignUpResult.Accepted && await person.ByCode(person.Code) is SignInResult.SignedIn early)
                {
                    users.Add(early.User);
                }
            }
            catch (Exception fault) when (fault is StorageUnavailableException or OrleansException)
            {
                // What a person sees as 'try again'.
            }

            struck = silo.Faults.Struck;
            silo.Faults.Disarm();
            if (restart)
            {
                await silo.Restart();
            }

            var session = await person.TryAgain();
            users.Add(session.User);
            users.ShouldHaveSingleItem($"step {step}: an address has one account");
            (await silo.User(session.User).Read()).ShouldNotBeNull().Name.ShouldBe("A Name");
            (await silo.Wallet(session.User).Read()).Balance.ShouldBe(20, $"step {step}");
            (await person.IsGood(session.Session)).ShouldBeTrue();
            (await silo.User(session.User).Sessions()).ShouldContain(one => one.Id == session.Session.Id);
        }

        step.ShouldBeGreaterThan(10, "the way in has more steps than that");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Clause", "NAN-08")]
    [Trait("Clause", "PIX-21")]
    public async Task An_erasure_that_fails_anywhere_closes_the_account_at_once_and_ends_by_itself(bool after)
    {
        await using var silo = await AccountSilo.Start();
        var struck = true;
        for (var step = 1; struck; step++)
        {
            var person = new Newcomer(silo, $"person{step}@example.org");
            var session = await person.Join();
            await silo.User(session.User).CreateKey("k", ["account"]);
            silo.Faults.Arm(step, after);
            ErasureView? view = null;
            try
            {
                view = await silo.User(session.User).Erase();
            }
            catch (Exception fault) when (fault is StorageUnavailableException or OrleansException)
            {
                // Not even the wish is on record: the person is told, and asks again.
            }

            struck = silo.Faults.Struck;
            silo.Faults.Disarm();
            view ??= await silo.User(session.User).Erase();
            (await silo.User(session.User).Read()).ShouldBeNull($"step {step}");
            (await person.IsGood(session.Session) && view is not { Done: false }).ShouldBeFalse();
            if (step % 4 == 0)
            {
                await silo.Restart();
            }
        }

        await silo.Until(() => silo.Rows() == (0, 0), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_wallet_that_is_out_of_order_keeps_nobody_out_and_pays_later()
    {
        await using var silo = await AccountSilo.Start();
        var person = new Newcomer(silo, "person@example.org");
        silo.WalletsAreAway = true;
        var session = await person.Join();
        silo.WalletsAreAway = false;
        (await silo.Wallet(session.User).Read()).Balance.ShouldBe(0);
        (await person.TryAgain()).User.ShouldBe(session.User);
        (await silo.Wallet(session.User).Read()).Balance.ShouldBe(20);
    }
}
