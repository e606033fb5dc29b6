using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger.Forgetting;

/// <summary>Whatever happened in wallets, and whenever details are forgotten: nobody's credits change, and the books add up.</summary>
public abstract class RandomForgettingTests(Engine engine)
{
    [Fact]
    public async Task Forgetting_changes_no_wallet_whatever_its_history()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            await Run(new Random(seed), seed);
        }
    }

    private async Task Run(Random random, int seed)
    {
        await using var test = new SpendingBooks(engine);
        UserId[] people = [Books.Anna, Books.Ben];
        var job = 0;
        for (var day = 0; day < 6; day++)
        {
            for (var step = random.Next(0, 14); step > 0; step--)
            {
                await Act(test.Books.Cashier(people[random.Next(people.Length)]), random, ref job);
                test.Books.Clock.Advance(TimeSpan.FromMinutes(random.Next(60)));
            }

            test.Books.Clock.Advance(new DateTimeOffset(SpendingBooks.FirstDay.AddDays(day + 1), new TimeOnly(0, 15), TimeSpan.Zero) - test.Books.Clock.GetUtcNow());
            if (random.Next(3) > 0)
            {
                var before = await Task.WhenAll(people.Select(one => test.Books.Cashier(one).Read()));
                await test.Forget(SpendingBooks.FirstDay.AddDays(random.Next(day + 1)));
                (await Task.WhenAll(people.Select(one => test.Books.Cashier(one).Read()))).ShouldBeEquivalentTo(before, $"seed {seed}, day {day}");
            }

            (await new LedgerCheck(test.Books.Database).Run(test.Key)).Fault.ShouldBeNull($"seed {seed}, day {day}");
            (await test.Days.Verify(test.Key)).Fault.ShouldBeNull($"seed {seed}, day {day}");
        }
    }

    private static Task Act(Cashier cashier, Random random, ref int job)
    {
        var (one, other) = (Books.Job(random.Next(Math.Max(job, 1))), $"payment/{random.Next(4)}");
        return random.Next(9) switch
        {
            0 or 1 => cashier.Grant(new CreditGrant($"payment/{random.Next(4)}", LotKind.Paid, 10, null)),
            2 => cashier.Grant(new CreditGrant($"gift/{random.Next(6)}", LotKind.Promotional, 5, SpendingBooks.FirstDay.AddDays(4).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))),
            3 or 4 => cashier.Hold(Books.Job(job++), random.Next(8)),
            5 => cashier.Release(one),
            6 => cashier.Claw(new CreditClawback($"refund/{other}", other, ClawbackKind.Refund, 10)),
            7 => cashier.Reinstate($"refund/{other}"),
            _ => Captured(cashier, one, random.Next(3)),
        };
    }

    private static async Task Captured(Cashier cashier, JobId job, long amount)
    {
        try
        {
            await cashier.Capture(job, amount);
        }
        catch (ArgumentOutOfRangeException)
        {
            // More than was held: refused.
        }
    }
}

public sealed class RandomForgettingTestsOnSqlite() : RandomForgettingTests(Engine.Sqlite);

public sealed class RandomForgettingTestsOnPostgres() : RandomForgettingTests(Engine.Postgres);
