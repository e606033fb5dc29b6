using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Darkroom.Orleans.Tests;

public sealed class PersistentStateTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    [Trait(Semantics.Trait, Semantics.StateFirst)]
    public async Task State_is_read_before_the_activation_completes_and_survives_a_restart()
    {
        await using (var silo = await TestSilo.StartAsync(_database))
        {
            await silo.Grains.GetGrain<IAccountGrain>("acc-1").Add(42);
        }

        await using var again = await TestSilo.StartAsync(_database);
        (await again.Grains.GetGrain<IAccountGrain>("acc-1").Seen()).ShouldBe(new StateSeen(42, 42, true, "1"));
    }

    [Fact]
    public async Task State_that_was_never_written_is_empty_and_has_no_etag()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        (await silo.Grains.GetGrain<IAccountGrain>("acc-new").Seen()).ShouldBe(new StateSeen(0, 0, false, null));
        _database.Count("OrleansStorage").ShouldBe(0);
    }

    [Fact]
    public async Task Each_write_moves_the_etag()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IAccountGrain>("acc-2");
        await grain.Add(1);
        (await grain.Seen()).Etag.ShouldBe("1");
        await grain.Add(1);
        (await grain.Seen()).Etag.ShouldBe("2");
        _database.Count("OrleansStorage").ShouldBe(1);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.StaleEtag)]
    public async Task A_stale_etag_fails_the_write_and_the_activation_goes_away()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IAccountGrain>("acc-3");
        await grain.Add(10);
        _database.Execute("UPDATE OrleansStorage SET Version = 7");

        await Should.ThrowAsync<InconsistentStateException>(() => grain.Add(1));

        (await grain.Seen()).ShouldBe(new StateSeen(10, 10, true, "7"));
        silo.Journal.Count("activated acc-3").ShouldBe(2);
        (await grain.Add(5)).ShouldBe(15);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.StaleEtag)]
    public async Task Two_silos_that_both_insert_a_state_do_not_both_succeed()
    {
        await using var one = await TestSilo.StartAsync(_database);
        await using var other = await TestSilo.StartAsync(_database);
        await one.Grains.GetGrain<IAccountGrain>("acc-4").Seen();
        await other.Grains.GetGrain<IAccountGrain>("acc-4").Seen();

        await one.Grains.GetGrain<IAccountGrain>("acc-4").Add(1);
        await Should.ThrowAsync<InconsistentStateException>(() => other.Grains.GetGrain<IAccountGrain>("acc-4").Add(1));

        _database.Count("OrleansStorage").ShouldBe(1);
    }

    [Fact]
    public async Task Many_writers_of_one_database_lose_nothing()
    {
        await using var one = await TestSilo.StartAsync(_database, BePatient);
        await using var other = await TestSilo.StartAsync(_database, BePatient);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            var grain = (i % 2 == 0 ? one : other).Grains.GetGrain<IAccountGrain>($"acc-many-{i}");
            for (var n = 0; n < 10; n++) await grain.Add(1);
        }));

        _database.Scalar("SELECT SUM(Version) FROM OrleansStorage").ShouldBe(640L);

        // They wait for one disk, however slow it is just now.
        static void BePatient(ISiloBuilder silo) => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_while_grains_come_and_go_and_the_silo_stops()
    {
        var acknowledged = new int[20];
        var unanswered = new int[acknowledged.Length];
        using var stopping = new CancellationTokenSource();
        var silo = await TestSilo.StartAsync(_database);
        var writers = Enumerable.Range(0, 60).Select(writer => Task.Run(async () =>
        {
            var index = writer % acknowledged.Length;
            var grain = silo.Grains.GetGrain<IAccountGrain>($"acc-busy-{index}");
            for (var n = 0; ; n++)
            {
                try
                {
                    if (n % 7 == writer % 7) await grain.Leave();
                    await grain.Add(1);
                }
                catch (Exception fault) when (fault is OrleansException and not InconsistentStateException)
                {
                    // Whether it was written is not known: the silo stops, or the grain came and went too often meanwhile.
                    Interlocked.Increment(ref unanswered[index]);
                    if (stopping.IsCancellationRequested) return;
                    continue;
                }

                Interlocked.Increment(ref acknowledged[index]);
                if (n >= 20) silo.Journal.Add("busy");
            }
        })).ToArray();
        await silo.Journal.WaitFor("busy", 10);
        await stopping.CancelAsync();
        await silo.StopAsync();
        await Task.WhenAll(writers);

        await using var again = await TestSilo.StartAsync(_database);
        for (var index = 0; index < acknowledged.Length; index++)
        {
            var seen = await again.Grains.GetGrain<IAccountGrain>($"acc-busy-{index}").Seen();
            seen.Now.ShouldBeInRange(acknowledged[index], acknowledged[index] + unanswered[index]);
        }
    }

    [Fact]
    public async Task Clearing_deletes_the_row_when_asked_to()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IAccountGrain>("acc-5");
        await grain.Add(3);
        await grain.Clear();

        _database.Count("OrleansStorage").ShouldBe(0);
        (await grain.Seen()).ShouldBe(new StateSeen(0, 0, false, null));
        (await grain.Add(4)).ShouldBe(4);
        _database.Count("OrleansStorage").ShouldBe(1);
    }

    [Fact]
    public async Task States_of_one_grain_are_kept_apart_by_their_names()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        await silo.Grains.GetGrain<ITwoStatesGrain>("two-1").Write("left", "right");
        _database.Count("OrleansStorage").ShouldBe(2);
        await using var again = await TestSilo.StartAsync(_database);
        (await again.Grains.GetGrain<ITwoStatesGrain>("two-1").Read()).ShouldBe(("left", "right"));
    }
}
