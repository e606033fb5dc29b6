using System.Reflection;
using Orleans.Concurrency;
using Orleans.Configuration;

namespace Orleans.InProcess;

/// <summary>What the attributes of a grain method say.</summary>
internal abstract class MethodModel
{
    private readonly TimeSpan? _responseTimeout;

    protected MethodModel(MethodInfo method)
    {
        Method = method;
        ArgumentCount = method.GetParameters().Length;
        AlwaysInterleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        _responseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    }

    public MethodInfo Method { get; }

    public int ArgumentCount { get; }

    public bool AlwaysInterleaves { get; }

    public bool IsReadOnly { get; }

    public bool IsOneWay { get; }

    public TimeSpan ResponseTimeout(SiloMessagingOptions options) => _responseTimeout ?? options.ResponseTimeout;
}

/// <summary>A grain method with arguments and a result of known types. Thread-safe.</summary>
internal sealed class MethodModel<TArgs, TResult> : MethodModel
    where TArgs : struct
{
    private readonly Func<TArgs, CancellationToken>? _getToken;
    private readonly Func<TArgs, CancellationToken, TArgs>? _setToken;
    private readonly Func<TArgs, object?>?[] _getters;
    private readonly Func<TArgs, object?, TArgs>?[] _setters;
    private Func<object, TArgs, ValueTask<TResult>>? _invoke;
    private Func<TArgs, TArgs>? _copyArguments;

    public MethodModel(MethodInfo method)
        : base(method)
    {
        _getters = new Func<TArgs, object?>[ArgumentCount];
        _setters = new Func<TArgs, object?, TArgs>[ArgumentCount];
        var token = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));
        if (token < 0) return;
        _getToken = MethodCompiler.Getter<TArgs, CancellationToken>(token);
        _setToken = MethodCompiler.Setter<TArgs, CancellationToken>(token, ArgumentCount);
    }

    public ValueTask<TResult> Invoke(object grain, TArgs arguments) =>
        (_invoke ??= MethodCompiler.Invoker<TArgs, TResult>(Method))(grain, arguments);

    public TResult CopyResult(TResult result) => Copier<TResult>.Copy(result);

    public object? GetArgument(TArgs arguments, int index) =>
        (_getters[index] ??= MethodCompiler.Getter<TArgs, object?>(index))(arguments);

    public TArgs SetArgument(TArgs arguments, int index, object? value) =>
        (_setters[index] ??= MethodCompiler.Setter<TArgs, object?>(index, ArgumentCount))(arguments, value);

    /// <summary>Calls the grain that the proxy stands for. What is wrong with the arguments is the task's fault.</summary>
    public Task<TResult> Send(GrainProxy proxy, TArgs arguments)
    {
        var silo = proxy.Silo;
        var caller = RuntimeContext.Current;
        return silo.Filters.HasOutgoing || caller?.GrainInstance is IOutgoingGrainCallFilter
            ? SendFilteredAsync(proxy, arguments, caller)
            : SendNow(proxy, arguments, caller);
    }

    private Task<TResult> SendNow(GrainProxy proxy, TArgs arguments, Activation? caller)
    {
        try
        {
            var request = Make(proxy, arguments, caller, out var token);
            if (token.IsCancellationRequested) return Task.FromCanceled<TResult>(token);
            if (token.CanBeCanceled) request.Watch(token);
            if (!IsOneWay) proxy.Silo.Pending.Enter(request, ResponseTimeout(proxy.Silo.Messaging));
            proxy.Silo.Dispatch(request, proxy);
            if (IsOneWay) return Task.FromResult(default(TResult)!);
            return request.Answer;
        }
        catch (Exception fault)
        {
            return Task.FromException<TResult>(fault);
        }
    }

    /// <summary>The arguments as they travel, with a cancellation token of their own if the method takes one.</summary>
    public (TArgs Arguments, CancellationTokenSource? Cancellation) CopyForSending(TArgs arguments)
    {
        var copy = (_copyArguments ??= MethodCompiler.ArgumentCopier<TArgs>(Method))(arguments);
        if (_setToken is null) return (copy, null);
        var cancellation = new CancellationTokenSource();
        return (_setToken(copy, cancellation.Token), cancellation);
    }

    private Request<TArgs, TResult> Make(GrainProxy proxy, TArgs arguments, Activation? caller, out CancellationToken token)
    {
        var (copy, cancellation) = CopyForSending(arguments);
        token = _getToken is null ? default : _getToken(arguments);
        return new Request<TArgs, TResult>(proxy, this, copy, ContextCopier.Copy(), caller?.GrainId) { Cancellation = cancellation };
    }

    private async Task<TResult> SendFilteredAsync(GrainProxy proxy, TArgs arguments, Activation? caller)
    {
        var probe = new Request<TArgs, TResult>(proxy, this, arguments, null, caller?.GrainId);
        var call = new OutgoingCall(probe, caller, async () =>
        {
            // A filter may have replaced arguments: they are taken from the probe, and the answer is put there.
            probe.BoxedResult = await SendNow(proxy, probe.Arguments, caller);
        });
        await call.Invoke();
        return (TResult)probe.BoxedResult!;
    }
}
