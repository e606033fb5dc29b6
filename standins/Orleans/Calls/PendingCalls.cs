namespace Orleans.InProcess;

/// <summary>
/// The calls that have not been answered, so that they can time out. Calls are spread over lists with a lock each, and
/// a list is threaded through the calls themselves: entering and leaving cost no allocation. Thread-safe.
/// </summary>
internal sealed class PendingCalls : IDisposable
{
    private static readonly TimeSpan s_resolution = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_resolutionInOrder = TimeSpan.FromSeconds(1);

    private readonly Stripe[] _stripes;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <param name="time">By which calls time out.</param>
    /// <param name="inOrder">One list, so that calls time out in an order that does not depend on the threads that made them, looked at once a second: silos whose time
    /// is virtual would do little else.</param>
    public PendingCalls(TimeProvider time, bool inOrder)
    {
        _time = time;
        _stripes = new Stripe[inOrder ? 1 : Math.Max(4, Environment.ProcessorCount * 2)];
        for (var i = 0; i < _stripes.Length; i++) _stripes[i] = new Stripe();
        var resolution = inOrder ? s_resolutionInOrder : s_resolution;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static state => ((PendingCalls)state!).Expire(), this, resolution, resolution);
        }
    }

    public void Enter(Request request, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero || limit == TimeSpan.MaxValue) return;
        request.Deadline = _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);
        var stripe = _stripes[Environment.CurrentManagedThreadId % _stripes.Length];
        request.Stripe = stripe;
        lock (stripe.Gate)
        {
            request.NextPending = stripe.First;
            if (stripe.First is not null) stripe.First.PreviousPending = request;
            stripe.First = request;
        }
    }

    public static void Leave(Request request)
    {
        if (request.Stripe is not { } stripe) return;
        lock (stripe.Gate)
        {
            if (request.Stripe is null) return;
            request.Stripe = null;
            if (request.PreviousPending is null) stripe.First = request.NextPending;
            else request.PreviousPending.NextPending = request.NextPending;
            if (request.NextPending is not null) request.NextPending.PreviousPending = request.PreviousPending;
            request.PreviousPending = request.NextPending = null;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        var now = _time.GetTimestamp();
        List<Request>? expired = null;
        foreach (var stripe in _stripes)
        {
            lock (stripe.Gate)
            {
                for (var request = stripe.First; request is not null; request = request.NextPending)
                {
                    if (now >= request.Deadline) (expired ??= []).Add(request);
                }
            }
        }

        foreach (var request in expired ?? [])
        {
            Leave(request);
            request.TimeOut();
        }
    }

    internal sealed class Stripe
    {
        public readonly Lock Gate = new();
        public Request? First;
    }
}
