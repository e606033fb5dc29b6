using System.Collections.Immutable;
using System.Data.Common;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>Appends of several wallets that share a commit.</summary>
public abstract class LedgerBatchTests(Engine engine) : IAsyncLifetime
{
    private readonly Books books = new(engine);
    private Wallet anna = null!;
    private Wallet ben = null!;

    public async Task InitializeAsync()
    {
        await books.Give(Books.Anna, 100);
        await books.Give(Books.Ben, 100);
        anna = (await books.Ledger.Read(Books.Anna, [])).Wallet!;
        ben = (await books.Ledger.Read(Books.Ben, [])).Wallet!;
    }

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Fact]
    public async Task A_wallet_whose_head_has_moved_is_left_out_whole_and_no_other_is()
    {
        var stale = anna;
        await books.Cashier(Books.Anna).Hold(Books.Job(99), 1);
        var results = await Together(
            Hold(Books.Anna, ref stale, 1), Hold(Books.Ben, ref ben, 1), Hold(Books.Anna, ref stale, 2), Hold(Books.Ben, ref ben, 2));

        results.ShouldBe([AppendResult.Stale, AppendResult.Appended, AppendResult.Stale, AppendResult.Appended]);
        (await books.Recorded(Books.Anna)).ShouldBe(["welcome", "hold/test/j99"]);
        (await books.Recorded(Books.Ben)).ShouldBe(["welcome", "hold/test/j1", "hold/test/j2"]);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task Of_two_activations_in_one_commit_the_first_is_applied_and_the_other_left_out_whole()
    {
        var other = anna;
        var results = await Together(
            Hold(Books.Anna, ref anna, 1), Hold(Books.Anna, ref other, 2), Hold(Books.Anna, ref anna, 3), Hold(Books.Anna, ref other, 4));

        results.ShouldBe([AppendResult.Appended, AppendResult.Stale, AppendResult.Appended, AppendResult.Stale]);
        (await books.Recorded(Books.Anna)).ShouldBe(["welcome", "hold/test/j1", "hold/test/j3"]);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task What_takes_a_recorded_id_for_absent_is_left_out_with_what_follows_it()
    {
        await books.Cashier(Books.Anna).Hold(Books.Job(7), 1);
        anna = (await books.Ledger.Read(Books.Anna, [])).Wallet!;
        var results = await Together(
            Hold(Books.Anna, ref anna, 1), Hold(Books.Anna, ref anna, 2, "hold/test/j7"), Hold(Books.Anna, ref anna, 3), Hold(Books.Ben, ref ben, 4, "hold/test/j7"));
        results.ShouldBe([AppendResult.Appended, AppendResult.Stale, AppendResult.Stale, AppendResult.Appended]);

        // Also when it was recorded by an append of the same commit.
        anna = (await books.Ledger.Read(Books.Anna, [])).Wallet!;
        results = await Together(Hold(Books.Anna, ref anna, 11), Hold(Books.Anna, ref anna, 12, "hold/test/j11"));
        results.ShouldBe([AppendResult.Appended, AppendResult.Stale]);
        (await books.Recorded(Books.Anna)).ShouldBe(["welcome", "hold/test/j7", "hold/test/j1", "hold/test/j11"]);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task Many_operations_of_a_wallet_in_one_commit_leave_the_folds_as_they_end()
    {
        var start = books.Clock.GetUtcNow();
        List<Func<Task<AppendResult>>> appends = [];
        for (var i = 0; i < 20; i++)
        {
            appends.Add(Hold(Books.Anna, ref anna, i, amount: 4));
            var decision = i % 5 == 0 ? anna.Release(Books.Job(i), start, Nothing) : anna.Capture(Books.Job(i), 3, start, Nothing);
            if (i % 4 != 0)
            {
                appends.Add(Append(Books.Anna, ref anna, decision));
            }
        }

        var spent = ben.Hold(Books.Job(50), 100, new SpendOrder([]), start, Nothing);
        appends.Add(Append(Books.Ben, ref ben, spent));
        appends.Add(Append(Books.Ben, ref ben, ben.Capture(Books.Job(50), 100, start, Nothing)));

        (await Together([.. appends])).ShouldAllBe(result => result == AppendResult.Appended);
        (await books.Ledger.Read(Books.Anna, [])).Wallet!.Holds.Count.ShouldBe(5);
        (await books.Ledger.Read(Books.Ben, [])).Wallet!.Lots.ShouldBeEmpty();
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task Several_owners_open_their_wallets_in_one_commit_and_each_owner_one()
    {
        var appends = Enumerable.Range(0, 12).Select(i =>
        {
            var owner = new UserId(Books.Brand, $"u-new-{i % 10}");
            var fresh = Wallet.Empty(WalletId.New(RandomSource.System), Asset.CreditsOf(Books.Brand));
            return Append(owner, ref fresh, fresh.Grant(new CreditGrant("welcome", LotKind.Promotional, 5, null), books.Clock.GetUtcNow(), Nothing), "welcome");
        }).ToArray();

        var results = await Together(appends);
        results.ShouldBe([.. Enumerable.Repeat(AppendResult.Appended, 10), AppendResult.Stale, AppendResult.Stale]);
        (await books.ShouldAddUp()).Wallets.ShouldBe(12);
    }

    [Fact]
    public async Task An_append_that_the_database_refuses_takes_only_itself_back()
    {
        // Nothing decides like that: the id is taken, and it does not even say that it counts on its absence.
        var again = anna.Grant(new CreditGrant("welcome", LotKind.Promotional, 1, null), books.Clock.GetUtcNow(), Nothing);
        var refused = Append(Books.Anna, ref anna, again);
        var (hold, second) = (Hold(Books.Ben, ref ben, 1), Hold(Books.Ben, ref ben, 2));
        var calls = await Begin(hold, refused, second);

        (await calls[0]).ShouldBe(AppendResult.Appended);
        await Should.ThrowAsync<DbException>(calls[1]);
        (await calls[2]).ShouldBe(AppendResult.Appended);
        (await books.Recorded(Books.Anna)).ShouldBe(["welcome"]);
        (await books.Recorded(Books.Ben)).ShouldBe(["welcome", "hold/test/j1", "hold/test/j2"]);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task A_wallet_whose_owner_is_forgotten_is_left_out()
    {
        await books.Ledger.ForgetOwner(Books.Anna);
        (await Together(Hold(Books.Anna, ref anna, 1), Hold(Books.Ben, ref ben, 2))).ShouldBe([AppendResult.Stale, AppendResult.Appended]);
        await books.ShouldAddUp();
    }

    private static ImmutableDictionary<string, Operation> Nothing => ImmutableDictionary<string, Operation>.Empty;

    private Func<Task<AppendResult>> Hold(UserId owner, ref Wallet wallet, int job, string? absent = null, long amount = 1) =>
        Append(owner, ref wallet, wallet.Hold(Books.Job(job), amount, new SpendOrder([]), books.Clock.GetUtcNow(), Nothing), absent);

    private Func<Task<AppendResult>> Append<T>(UserId owner, ref Wallet wallet, Decision<T> decision, string? absent = null)
    {
        var before = wallet;
        wallet = decision.After;
        return () => books.Ledger.Append(owner, before, decision.Operations, absent is null ? [] : [absent]);
    }

    private async Task<AppendResult[]> Together(params Func<Task<AppendResult>>[] appends) => await Task.WhenAll(await Begin(appends));

    // While the writer is busy, everything waits for the same commit.
    private async Task<Task<AppendResult>[]> Begin(params Func<Task<AppendResult>>[] appends)
    {
        using var gate = new ManualResetEventSlim();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = books.Database.Write((_, _) =>
        {
            started.TrySetResult();
            return gate.Wait(TimeSpan.FromSeconds(30));
        });
        await started.Task;
        var calls = appends.Select(append => append()).ToArray();
        gate.Set();
        await busy;
        return calls;
    }
}

public sealed class LedgerBatchTestsOnSqlite() : LedgerBatchTests(Engine.Sqlite);

public sealed class LedgerBatchTestsOnPostgres() : LedgerBatchTests(Engine.Postgres);
