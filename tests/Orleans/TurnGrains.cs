using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

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
    [ResponseTimeout("00:00:03")]
    Task<string> CallThrough(string other, bool allow);

    [ResponseTimeout("00:00:03")]
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
