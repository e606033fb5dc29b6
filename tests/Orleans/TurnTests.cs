using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class TurnTests
{
    [Fact]
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
    public async Task A_call_that_comes_back_into_its_own_chain_times_out_unless_asked_for()
    {
        await using var silo = await TestSilo.StartAsync();
        await Should.ThrowAsync<TimeoutException>(() => silo.Grains.GetGrain<IChainGrain>("t8a").CallThrough("t8b", allow: false));
        (await silo.Grains.GetGrain<IChainGrain>("t8c").CallThrough("t8d", allow: true)).ShouldBe("back at t8c");
    }

    [Fact]
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

public interface IOrderlyGrain : IGrainWithStringKey
{
    Task Wait(string name, string gate);

    [ReadOnly]
    Task Look(string name, string gate);

    [AlwaysInterleave]
    Task<string> Peek();

    Task<bool> StaysAtHome();
}

internal sealed class OrderlyGrain(Journal journal, Gates gates) : Grain, IOrderlyGrain
{
    public async Task Wait(string name, string gate)
    {
        journal.Add($"{name} begins");
        await gates.Pass(gate);
        journal.Add($"{name} ends");
    }

    public Task Look(string name, string gate) => Wait(name, gate);

    public Task<string> Peek() => Task.FromResult("peeked");

    public async Task<bool> StaysAtHome()
    {
        var home = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await Task.Run(() => { });
        return home != TaskScheduler.Default && home == afterYield && home == TaskScheduler.Current;
    }
}

public interface IReentrantGrain : IGrainWithStringKey
{
    Task Wait(string name, string gate);

    Task AddSlowly(int times);

    Task<int> Total();
}

[Reentrant]
internal sealed class ReentrantGrain(Journal journal, Gates gates) : Grain, IReentrantGrain
{
    private int _total;

    public async Task Wait(string name, string gate)
    {
        journal.Add($"{name} begins");
        await gates.Pass(gate);
    }

    public async Task AddSlowly(int times)
    {
        for (var i = 0; i < times; i++)
        {
            // Not atomic on purpose: two turns at a time would lose some.
            var before = _total;
            Thread.SpinWait(20);
            _total = before + 1;
            await Task.Yield();
        }
    }

    public Task<int> Total() => Task.FromResult(_total);
}

public interface IPredicateGrain : IGrainWithStringKey
{
    Task Wait(string name, string gate);

    Task<string> Say(string what);
}

[MayInterleave(nameof(IsUrgent))]
internal sealed class PredicateGrain(Journal journal, Gates gates) : Grain, IPredicateGrain
{
    public static bool IsUrgent(global::Orleans.Serialization.Invocation.IInvokable call) =>
        call.GetMethodName() == nameof(Say) && (string?)call.GetArgument(0) == "urgent";

    public async Task Wait(string name, string gate)
    {
        journal.Add($"{name} begins");
        await gates.Pass(gate);
    }

    public Task<string> Say(string what) => Task.FromResult(what);
}

public interface IChainGrain : IGrainWithStringKey
{
    [ResponseTimeout("00:00:01")]
    Task<string> CallThrough(string other, bool allow);

    [ResponseTimeout("00:00:01")]
    Task<string> CallBack(string origin);

    Task<string> Answer();
}

internal sealed class ChainGrain : Grain, IChainGrain
{
    public async Task<string> CallThrough(string other, bool allow)
    {
        var through = GrainFactory.GetGrain<IChainGrain>(other);
        if (!allow) return await through.CallBack(this.GetPrimaryKeyString());
        using (RequestContext.AllowCallChainReentrancy()) return await through.CallBack(this.GetPrimaryKeyString());
    }

    public Task<string> CallBack(string origin) => GrainFactory.GetGrain<IChainGrain>(origin).Answer();

    public Task<string> Answer() => Task.FromResult($"back at {this.GetPrimaryKeyString()}");
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<Guid> Meet();
}

[StatelessWorker(2)]
internal sealed class WorkerGrain(Journal journal, Gates gates) : Grain, IWorkerGrain
{
    private readonly Guid _self = Guid.NewGuid();

    public async Task<Guid> Meet()
    {
        journal.Add("worker meets");
        await gates.Pass("meeting");
        return _self;
    }
}
