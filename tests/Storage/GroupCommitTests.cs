using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Darkroom.Storage.Tests;

public abstract class GroupCommitTests(Engine engine) : IAsyncLifetime
{
    private readonly TestDatabase test = new(engine);

    private Database Database => test.Database;

    public Task InitializeAsync() => Database.Write((c, t) => { c.Execute("CREATE TABLE note (id TEXT PRIMARY KEY)", transaction: t); });

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task A_unit_that_throws_takes_only_its_own_work_back()
    {
        var units = Enumerable.Range(0, 200).Select(i => Database.Write((c, t) =>
        {
            Insert(c, t, $"n{i}");
            return i % 3 == 0 ? throw new InvalidOperationException($"unit {i}") : i;
        })).ToArray();

        for (var i = 0; i < units.Length; i++)
        {
            if (i % 3 == 0)
            {
                (await Should.ThrowAsync<InvalidOperationException>(units[i])).Message.ShouldBe($"unit {i}");
            }
            else
            {
                (await units[i]).ShouldBe(i);
            }
        }

        (await Notes(Database)).ShouldBe(Enumerable.Range(0, 200).Where(i => i % 3 != 0).Select(i => $"n{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_violated_constraint_reaches_its_caller_and_nobody_else()
    {
        var first = Database.Write((c, t) => Insert(c, t, "same"));
        var second = Database.Write((c, t) => Insert(c, t, "same"));
        var third = Database.Write((c, t) => Insert(c, t, "other"));

        await first;
        IsConstraint(await Should.ThrowAsync<DbException>(second)).ShouldBeTrue();
        await third;
        (await Notes(Database)).ShouldBe(["other", "same"]);
    }

    [Fact]
    public async Task Units_run_in_the_order_of_their_coming()
    {
        var seen = new ConcurrentQueue<int>();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Database.Write((_, _) => seen.Enqueue(i))).ToArray());
        seen.ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task What_waits_together_shares_commits_and_nobody_is_answered_before_his()
    {
        using var gate = new ManualResetEventSlim();
        var commits = 0;
        await using var writer = Writer(transaction =>
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            transaction.Commit();
            commits++;
        });
        var units = Enumerable.Range(0, 100).Select(i => writer.Run((c, t) => Insert(c, t, $"n{i}"), default)).ToArray();

        units.ShouldAllBe(unit => !unit.IsCompleted);
        gate.Set();
        await Task.WhenAll(units);

        // The first commit has what was there when the writer woke up, the next ones all the rest.
        commits.ShouldBeLessThan(20);
        (await Notes(Database)).Length.ShouldBe(100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_a_commit_fails_or_its_answer_is_lost_the_whole_batch_hears_of_it_and_the_next_one_works(bool durable)
    {
        var failures = 1;
        await using var writer = Writer(transaction =>
        {
            if (Interlocked.Exchange(ref failures, 0) == 1)
            {
                if (durable)
                {
                    transaction.Commit();
                }

                throw new IOException("the answer is lost");
            }

            transaction.Commit();
        });

        var failure = await Should.ThrowAsync<StorageUnavailableException>(writer.Run((c, t) => Insert(c, t, "unsure"), default));
        failure.InnerException.ShouldBeOfType<IOException>();
        (await Notes(Database)).ShouldBe(durable ? ["unsure"] : []);

        await writer.Run((c, t) => Insert(c, t, "sure"), default);
        (await Notes(Database)).ShouldContain("sure");
    }

    [Fact]
    public async Task A_disk_that_fails_under_a_unit_fails_the_batch_as_retryable_and_the_next_one_works()
    {
        using var gate = new ManualResetEventSlim();
        var first = Database.Write((c, t) =>
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            return Insert(c, t, "before");
        });
        var failing = Database.Write<int>((_, _) => throw DiskError());
        gate.Set();

        await Should.ThrowAsync<StorageUnavailableException>(failing);
        var told = await Task.WhenAny(first) == first && first.IsCompletedSuccessfully;
        (await Notes(Database)).ShouldBe(told ? ["before"] : []);
        await Database.Write((c, t) => Insert(c, t, "after"));
        (await Notes(Database)).ShouldContain("after");
    }

    [Fact]
    public async Task A_unit_that_is_canceled_in_the_queue_is_not_run()
    {
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var first = Database.Write((_, _) =>
        {
            started.SetResult();
            return gate.Wait(TimeSpan.FromSeconds(30));
        });
        await started.Task;
        var second = Database.Write((c, t) => Insert(c, t, "unwanted"), cancel.Token);
        await cancel.CancelAsync();
        gate.Set();

        await first;
        await Should.ThrowAsync<OperationCanceledException>(second);
        (await Notes(Database)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_for_room()
    {
        using var gate = new ManualResetEventSlim();
        await using var writer = Writer(queueLength: 2);
        var started = new TaskCompletionSource();
        var first = writer.Run(
            (_, _) =>
            {
                started.SetResult();
                return gate.Wait(TimeSpan.FromSeconds(30));
            },
            default);
        await started.Task;
        using var cancel = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 2).Select(i => writer.Run((c, t) => Insert(c, t, $"n{i}"), default)).ToArray();
        var outside = writer.Run((c, t) => Insert(c, t, "outside"), cancel.Token);
        await cancel.CancelAsync();

        // Still outside the queue, so its caller can walk away although the writer is stuck.
        await Should.ThrowAsync<OperationCanceledException>(outside);
        gate.Set();
        await first;
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_refuses_what_comes_after()
    {
        var units = Enumerable.Range(0, 50).Select(i => Database.Write((c, t) => Insert(c, t, $"n{i}"))).ToArray();
        var closed = Database;
        await test.Reopen();

        await Task.WhenAll(units);
        await Should.ThrowAsync<ObjectDisposedException>(closed.Write((c, t) => Insert(c, t, "late")));
        (await Notes(Database)).Length.ShouldBe(50);
    }

    [Fact]
    public async Task A_reader_sees_one_snapshot_and_cannot_write()
    {
        var (before, after) = await Database.Read((c, t) =>
        {
            var first = c.ExecuteScalar<long>("SELECT count(*) FROM note", transaction: t);
            Database.Write((w, x) => Insert(w, x, "meanwhile")).GetAwaiter().GetResult();
            return (first, c.ExecuteScalar<long>("SELECT count(*) FROM note", transaction: t));
        });
        before.ShouldBe(after);
        (await Notes(Database)).ShouldBe(["meanwhile"]);
        await Should.ThrowAsync<DbException>(Database.Read((c, t) => Insert(c, t, "by a reader")));
    }

    [Fact]
    public async Task Writing_from_within_a_unit_is_refused_instead_of_waiting_for_ever() =>
        await Should.ThrowAsync<InvalidOperationException>(
            Database.Write((_, _) => Database.Write((c, t) => Insert(c, t, "nested")).GetAwaiter().GetResult()));

    private static int Insert(System.Data.IDbConnection connection, System.Data.IDbTransaction transaction, string id) =>
        connection.Execute("INSERT INTO note (id) VALUES (@id)", new { id }, transaction);

    private static Task<string[]> Notes(Database database) =>
        database.Read((c, t) => c.Query<string>("SELECT id FROM note ORDER BY id", transaction: t).ToArray());

    private GroupCommit Writer(Action<DbTransaction>? commit = null, int queueLength = 1000) =>
        new(test.WriterEngine(commit), queueLength, 1000, NullLogger.Instance);

    private static bool IsConstraint(DbException failure) => failure switch
    {
        SqliteException file => file.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT,
        _ => failure.SqlState == PostgresErrorCodes.UniqueViolation,
    };

    private Exception DiskError() => test.Options.IsShared
        ? new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull)
        : new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
}

public sealed class GroupCommitTestsOnSqlite() : GroupCommitTests(Engine.Sqlite);

public sealed class GroupCommitTestsOnPostgres() : GroupCommitTests(Engine.Postgres);
