using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>A call on its way, whatever its arguments and result are.</summary>
internal abstract class Request(GrainProxy proxy, MethodModel method, Dictionary<string, object>? context, GrainId? source)
    : Work, IInvokable
{
    internal PendingCalls.Stripe? Stripe;
    internal Request? NextPending;
    internal Request? PreviousPending;
    internal long Deadline;
    private int _forwards;

    public GrainProxy Proxy { get; } = proxy;

    public MethodModel Method { get; } = method;

    public GrainId? Source => source;

    /// <summary>The activation that runs it, once it runs.</summary>
    protected Activation? Runner { get; set; }

    /// <summary>Signals the token that the grain was given; null when the method takes none.</summary>
    protected internal CancellationTokenSource? Cancellation { get; init; }

    public sealed override bool AlwaysInterleaves => Method.AlwaysInterleaves;

    public sealed override bool IsReadOnly => Method.IsReadOnly;

    public sealed override Dictionary<string, object>? Context => context;

    public sealed override Guid ReentrancyId =>
        context is not null && context.TryGetValue(RequestContext.ReentrancyKey, out var id) ? (Guid)id : Guid.Empty;

    public sealed override IInvokable? Invokable => this;

    public abstract object? BoxedResult { get; set; }

    /// <summary>The same call once more, as when a message arrives twice: it runs, and nobody hears its answer.</summary>
    public abstract Request Repeat();

    /// <summary>The caller waits no longer.</summary>
    public abstract void TimeOut();

    public sealed override void Redirect()
    {
        if (_forwards++ < Proxy.Silo.Messaging.MaxForwardCount) Proxy.Silo.Dispatch(this, Proxy);
        else Reject(new OrleansMessageRejectionException($"Its grain went away {_forwards} times before {this} could begin."));
    }

    object? IInvokable.GetTarget() => Runner?.GrainInstance;

    int IInvokable.GetArgumentCount() => Method.ArgumentCount;

    public abstract object? GetArgument(int index);

    public abstract void SetArgument(int index, object? value);

    string IInvokable.GetMethodName() => Method.Method.Name;

    string IInvokable.GetInterfaceName() => Proxy.InterfaceName;

    MethodInfo IInvokable.GetMethod() => Method.Method;

    Type IInvokable.GetInterfaceType() => Proxy.Interface.Type;

    CancellationToken IInvokable.GetCancellationToken() => Cancellation?.Token ?? default;

    public override string ToString() => $"{Proxy.InterfaceName}.{Method.Method.Name} of {Proxy.GrainId}";
}
