using Orleans;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class TurnTests
{
    [Fact]
    [Trait(Semantics.Trait, Semantics.OneTurn)]
    public async Task A_request_is_finished_before_the_next_starts()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IOrderlyGrain>("t1");
        var first = grain.Wait("first", "gate");
        await silo.Journal.WaitFor("first begins");
        var second = grain.Wait("second", "open");
        silo.Gates.Open("open");
        silo.Gates.Open("gate");
        await Task.WhenAll(first, second);

        silo.Journal.Entries.ShouldBe(["first begins", "first ends", "second begins", "second ends"]);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.OneTurn)]
    public async Task Turns_of_one_activation_never_overlap()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IReentrantGrain>("t2");
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => grain.AddSlowly(100)));
        (await grain.Total()).ShouldBe(6400);
    }

    [Fact]
    public async Task Reentrant_requests_interleave_at_awaits()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IReentrantGrain>("t3");
        var waiting = grain.Wait("waiting", "gate");
        await silo.Journal.WaitFor("waiting begins");
        (await grain.Total()).ShouldBe(0);
        silo.Gates.Open("gate");
        await waiting;
    }

    [Fact]
    public async Task What_follows_an_await_stays_on_the_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        (await silo.Grains.GetGrain<IOrderlyGrain>("t4").StaysAtHome()).ShouldBeTrue();
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.ReadOnly)]
    public async Task Read_only_requests_interleave_with_each_other_and_not_with_a_writer()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IOrderlyGrain>("t5");
        var one = grain.Look("one", "gate");
        await silo.Journal.WaitFor("one begins");
        var writer = grain.Wait("writer", "open");
        var two = grain.Look("two", "gate");
        await silo.Journal.WaitFor("two begins");
        silo.Journal.Entries.ShouldNotContain("writer begins");
        silo.Gates.Open("open");
        silo.Gates.Open("gate");
        await Task.WhenAll(one, two, writer);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.AlwaysInterleave)]
    public async Task Always_interleaving_requests_interleave_with_everything()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IOrderlyGrain>("t6");
        var busy = grain.Wait("busy", "gate");
        await silo.Journal.WaitFor("busy begins");
        (await grain.Peek()).ShouldBe("peeked");
        silo.Gates.Open("gate");
        await busy;
    }

    [Fact]
    public async Task A_predicate_may_let_requests_interleave()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IPredicateGrain>("t7");
        var busy = grain.Wait("busy", "gate");
        await silo.Journal.WaitFor("busy begins");
        (await grain.Say("urgent")).ShouldBe("urgent");
        var ordinary = grain.Say("ordinary");
        ordinary.IsCompleted.ShouldBeFalse();
        silo.Gates.Open("gate");
        await busy;
        (await ordinary).ShouldBe("ordinary");
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.NoReentrancy)]
    public async Task A_call_that_comes_back_into_its_own_chain_times_out_unless_asked_for()
    {
        await using var silo = await TestSilo.StartAsync();
        await Should.ThrowAsync<TimeoutException>(() => silo.Grains.GetGrain<IChainGrain>("t8a").CallThrough("t8b", allow: false));
        (await silo.Grains.GetGrain<IChainGrain>("t8c").CallThrough("t8d", allow: true)).ShouldBe("back at t8c");
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.StatelessWorkers)]
    public async Task A_stateless_worker_has_several_activations()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IWorkerGrain>(0);
        var both = Task.WhenAll(grain.Meet(), grain.Meet());
        await silo.Journal.WaitFor("worker meets", 2);
        silo.Gates.Open("meeting");
        var workers = await both;
        workers[0].ShouldNotBe(workers[1]);
    }
}
