using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A call with arguments and a result of known types, so that neither is boxed on the way.</summary>
internal sealed class Request<TArgs, TResult>(
    GrainProxy proxy, MethodModel<TArgs, TResult> method, TArgs arguments, Dictionary<string, object>? context, GrainId? source)
    : Request(proxy, method, context, source)
    where TArgs : struct
{
    private readonly MethodModel<TArgs, TResult> _method = method;
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TArgs _arguments = arguments;
    private TResult _result = default!;
    private CancellationTokenRegistration _callersToken;

    /// <summary>What the caller awaits.</summary>
    public Task<TResult> Answer => _answer.Task;

    /// <summary>The arguments as they are now: a filter may have replaced some.</summary>
    public TArgs Arguments => _arguments;

    public override object? BoxedResult
    {
        get => _result;
        set => _result = value is null || typeof(TResult) == typeof(NoResult) ? default! : (TResult)value;
    }

    public override object? GetArgument(int index) => _method.GetArgument(_arguments, index);

    public override void SetArgument(int index, object? value) => _arguments = _method.SetArgument(_arguments, index, value);

    public override void Run()
    {
        // The activation may have gone and come back since the call was sent, so it is asked for now.
        var activation = RuntimeContext.Current!;
        Runner = activation;
        if (_answer.Task.IsCompleted)
        {
            // Its caller gave up while it waited for its turn: as in Orleans, such a call does not run any more.
            activation.OnCompleted(this);
            return;
        }

        RequestContext.Current = Context;
        ValueTask<TResult> running;
        try
        {
            running = activation.Silo.Filters.HasIncoming || activation.GrainInstance is IIncomingGrainCallFilter
                ? new ValueTask<TResult>(RunFilteredAsync(activation))
                : _method.Invoke(activation.GrainInstance!, _arguments);
        }
        catch (Exception fault)
        {
            Fail(fault);
            return;
        }

        if (running.IsCompletedSuccessfully) Succeed(running.Result);
        else _ = AwaitAsync(running);
    }

    public override void Reject(Exception reason)
    {
        if (_method.IsOneWay) Proxy.Silo.Log.OneWayFailed(reason, ToString());
        Settle(default!, ExceptionRules.ForTheCaller(reason));
    }

    public override Request Repeat()
    {
        var (arguments, cancellation) = _method.CopyForSending(_arguments);
        return new Request<TArgs, TResult>(Proxy, _method, arguments, Context, Source) { Cancellation = cancellation };
    }

    public override void TimeOut()
    {
        _callersToken.Unregister();
        var limit = _method.ResponseTimeout(Proxy.Silo.Messaging);
        if (!_answer.TrySetException(new TimeoutException($"No answer within {limit} to {this}. The call may still be running."))) return;
        if (Proxy.Silo.Messaging.CancelRequestOnTimeout) SignalToken();
    }

    /// <summary>
    /// When the caller's token is signalled, the grain's is, in a turn of it, and the caller waits no longer.
    /// </summary>
    public void Watch(CancellationToken token) => _callersToken = token.UnsafeRegister(
        static (state, signalled) => ((Request<TArgs, TResult>)state!).CancelFromCaller(signalled), this);

    private void CancelFromCaller(CancellationToken token)
    {
        SignalToken();
        if (Proxy.Silo.Messaging.WaitForCancellationAcknowledgement) return;
        PendingCalls.Leave(this);
        _answer.TrySetCanceled(token);
    }

    /// <summary>Nobody waits for it any more, whatever the outcome.</summary>
    private void Leave()
    {
        PendingCalls.Leave(this);
        _callersToken.Unregister();
    }

    private void SignalToken()
    {
        if (Cancellation is not { } source) return;
        if (Runner is { } activation)
        {
            activation.Post(() =>
            {
                source.Cancel();
                return Task.CompletedTask;
            });
        }
        else
        {
            source.Cancel();
        }
    }

    private async Task<TResult> RunFilteredAsync(Activation activation)
    {
        await new IncomingCall(this, activation, async () => _result = await _method.Invoke(activation.GrainInstance!, _arguments)).Invoke();
        return _result;
    }

    private async Task AwaitAsync(ValueTask<TResult> running)
    {
        TResult result;
        try
        {
            result = await running;
        }
        catch (Exception fault)
        {
            Fail(fault);
            return;
        }

        Succeed(result);
    }

    private void Succeed(TResult result)
    {
        try
        {
            Answers(_method.CopyResult(result), null);
        }
        catch (Exception fault)
        {
            Answers(default!, fault);
        }

        Runner!.OnCompleted(this);
    }

    private void Fail(Exception fault)
    {
        Runner!.OnFault(fault);
        if (_method.IsOneWay) Proxy.Silo.Log.OneWayFailed(fault, ToString());
        Answers(default!, ExceptionRules.ForTheCaller(fault));
        Runner.OnCompleted(this);
    }

    /// <summary>Sends the outcome back to the caller.</summary>
    private void Answers(TResult result, Exception? fault)
    {
        if (Runner!.Silo.Network is { } network) Travel(network, result, fault);
        else Settle(result, fault);
    }

    private void Travel(ISiloNetwork network, TResult result, Exception? fault) =>
        network.Answer(Runner!.Silo, this, () => Settle(result, fault));

    /// <summary>The caller has its answer. A second one, or one that comes too late, changes nothing.</summary>
    private void Settle(TResult result, Exception? fault)
    {
        Leave();
        if (fault is null) _answer.TrySetResult(result);
        else if (!_method.IsOneWay) _answer.TrySetException(fault);
    }
}
