using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>The filters of the silo, in their order.</summary>
internal sealed class CallFilters(IEnumerable<IIncomingGrainCallFilter> incoming, IEnumerable<IOutgoingGrainCallFilter> outgoing)
{
    public IIncomingGrainCallFilter[] Incoming { get; } = [.. incoming];

    public IOutgoingGrainCallFilter[] Outgoing { get; } = [.. outgoing];

    public bool HasIncoming => Incoming.Length > 0;

    public bool HasOutgoing => Outgoing.Length > 0;
}

/// <summary>A call on its way through filters, whichever way it goes.</summary>
internal abstract class FilteredCall(Request request, Func<Task> call) : IGrainCallContext
{
    private int _next;

    public IInvokable Request => request;

    public GrainId? SourceId => request.Source;

    public GrainId TargetId => request.Proxy.GrainId;

    public GrainInterfaceType InterfaceType => request.Proxy.InterfaceType;

    public string InterfaceName => request.Proxy.InterfaceName;

    public string MethodName => request.Method.Method.Name;

    public MethodInfo InterfaceMethod => request.Method.Method;

    public abstract object Grain { get; }

    public object? Result
    {
        get => request.BoxedResult is NoResult ? null : request.BoxedResult;
        set => request.BoxedResult = value;
    }

    protected Request Call => request;

    public Task Invoke()
    {
        var index = _next++;
        return InvokeFilter(index) ?? call();
    }

    /// <summary>Null when there are no more.</summary>
    protected abstract Task? InvokeFilter(int index);
}

internal sealed class IncomingCall(Request request, Activation activation, Func<Task> call) : FilteredCall(request, call), IIncomingGrainCallContext
{
    public override object Grain => activation.GrainInstance!;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    protected override Task? InvokeFilter(int index)
    {
        var filters = activation.Silo.Filters.Incoming;
        return index < filters.Length ? filters[index].Invoke(this)
            : index == filters.Length && Grain is IIncomingGrainCallFilter own ? own.Invoke(this)
            : null;
    }
}

internal sealed class OutgoingCall(Request request, Activation? caller, Func<Task> call) : FilteredCall(request, call), IOutgoingGrainCallContext
{
    public override object Grain => Call.Proxy;

    public IGrainContext? SourceContext => caller;

    protected override Task? InvokeFilter(int index)
    {
        var filters = Call.Proxy.Silo.Filters.Outgoing;
        return index < filters.Length ? filters[index].Invoke(this)
            : index == filters.Length && caller?.GrainInstance is IOutgoingGrainCallFilter own ? own.Invoke(this)
            : null;
    }
}
