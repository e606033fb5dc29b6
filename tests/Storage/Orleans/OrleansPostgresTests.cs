using Dapper;
using Darkroom.Drivers;
using Darkroom.Storage.Tests.Postgres;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Darkroom.Storage.Tests.Orleans;

/// <summary>Orleans' own providers on our tables and our SQL.</summary>
public sealed class OrleansPostgresTests : IDisposable
{
    private readonly StorageOptions options = new() { Database = SharedServer.NewDatabase() };

    public void Dispose() => SharedServer.Remove(options.Database!);

    [OrleansFact]
    public async Task Two_silos_find_each_other_and_one_that_leaves_is_out()
    {
        await using var first = await ClusterSilo.Start(options);
        var second = await ClusterSilo.Start(options);
        var management = first.Grains.GetGrain<IManagementGrain>(0);
        await Eventually.Is(async () => (await management.GetHosts(onlyActive: true)).Count, 2);

        // Grains live on both, and each silo reaches all of them.
        var homes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => first.Grains.GetGrain<INoteGrain>($"n{i}").Where()));
        homes.Distinct().Count().ShouldBe(2);
        (await Task.WhenAll(Enumerable.Range(0, 40).Select(i => second.Grains.GetGrain<INoteGrain>($"n{i}").Where()))).ShouldBe(homes);

        await second.DisposeAsync();
        await Eventually.Is(async () => (await management.GetHosts(onlyActive: true)).Count, 1);
        Count("SELECT count(*) FROM OrleansMembershipTable").ShouldBe(2);
        Count("SELECT count(*) FROM OrleansMembershipTable WHERE Status = 3").ShouldBe(1);
    }

    [OrleansFact]
    public async Task State_outlives_its_silo_and_cleared_state_leaves_no_row()
    {
        await using (var silo = await ClusterSilo.Start(options))
        {
            await silo.Grains.GetGrain<INoteGrain>("a").Write("kept");
            await silo.Grains.GetGrain<INoteGrain>("b").Write("cleared");
            await silo.Grains.GetGrain<INoteGrain>("b").Write("cleared again");
            await silo.Grains.GetGrain<INoteGrain>("b").Clear();
            Count("SELECT count(*) FROM OrleansStorage").ShouldBe(1);
        }

        await using var again = await ClusterSilo.Start(options);
        (await again.Grains.GetGrain<INoteGrain>("a").Read()).ShouldBe("kept");
        (await again.Grains.GetGrain<INoteGrain>("b").Read()).ShouldBe("");
        await again.Grains.GetGrain<INoteGrain>("b").Write("new");
        Count("SELECT count(*) FROM OrleansStorage").ShouldBe(2);
    }

    [OrleansFact]
    public async Task Of_two_activations_that_saw_the_same_state_one_writes_it()
    {
        // Two clusters over one database are what one cluster is while it is split: each has an activation of its own.
        await using var one = await ClusterSilo.Start(options, "one");
        await using var other = await ClusterSilo.Start(options, "other");
        var (first, second) = (one.Grains.GetGrain<INoteGrain>("a"), other.Grains.GetGrain<INoteGrain>("a"));
        await Task.WhenAll(first.Read(), second.Read());

        await first.Write("first");
        await Should.ThrowAsync<InconsistentStateException>(second.Write("second"));
        Count("SELECT count(*) FROM OrleansStorage").ShouldBe(1);

        // The loser was deactivated, reads anew and goes on; now the other one is stale.
        (await second.Read()).ShouldBe("first");
        await second.Write("third");
        await Should.ThrowAsync<InconsistentStateException>(first.Write("late"));
        (await first.Read()).ShouldBe("third");

        // And what was cleared does not come back by a write of somebody who has not heard of it.
        await second.Read();
        await first.Clear();
        await Should.ThrowAsync<InconsistentStateException>(second.Write("resurrected"));
        Count("SELECT count(*) FROM OrleansStorage").ShouldBe(0);
    }

    [OrleansFact]
    public async Task Many_activations_that_insert_at_once_make_one_row()
    {
        await using var one = await ClusterSilo.Start(options, "one");
        await using var other = await ClusterSilo.Start(options, "other");
        var wins = 0;
        await Task.WhenAll(Enumerable.Range(0, 30).SelectMany(i => new[] { one, other }.Select(async silo =>
        {
            try
            {
                await silo.Grains.GetGrain<INoteGrain>($"n{i}").Write("mine");
                Interlocked.Increment(ref wins);
            }
            catch (InconsistentStateException)
            {
                // The other cluster's activation was faster. Had this one read after that, it would have written over it.
            }
        })));
        Count("SELECT count(*) FROM OrleansStorage").ShouldBe(30);
        wins.ShouldBeGreaterThanOrEqualTo(30);
        Count("SELECT sum(Version)::bigint FROM OrleansStorage").ShouldBe(wins);
    }

    [OrleansFact]
    public async Task Reminders_survive_and_fire_after_a_restart()
    {
        await using (var silo = await ClusterSilo.Start(options))
        {
            await silo.Grains.GetGrain<INoteGrain>("a").Remind("wake", TimeSpan.FromMilliseconds(300));
            await silo.Grains.GetGrain<INoteGrain>("a").Remind("other", TimeSpan.FromDays(60));
            await silo.Grains.GetGrain<INoteGrain>("a").Forget("other");
        }

        Count("SELECT count(*) FROM OrleansRemindersTable").ShouldBe(1);
        await using var again = await ClusterSilo.Start(options);
        await Eventually.Is(async () => await again.Grains.GetGrain<INoteGrain>("a").Ticks() > 0, true);
        await again.Grains.GetGrain<INoteGrain>("a").Forget("wake");
        Count("SELECT count(*) FROM OrleansRemindersTable").ShouldBe(0);
    }

    private long Count(string sql)
    {
        using var connection = new NpgsqlConnection(options.Database);
        return connection.ExecuteScalar<long>(sql);
    }
}
