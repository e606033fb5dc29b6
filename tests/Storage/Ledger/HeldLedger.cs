using Darkroom.Drivers;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>The books behind a door: appends wait there, in the order of their coming, until the test lets them through or loses them.</summary>
internal sealed class HeldLedger(ILedger ledger) : ILedger
{
    private readonly Queue<Held> held = new();
    private bool isOpen;

    /// <summary>The operations of the appends that wait.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (held)
            {
                return [.. held.SelectMany(append => append.Operations)];
            }
        }
    }

    /// <summary>Answers when so many appends wait.</summary>
    public async Task Have(int count) => await Eventually.Is(() => Task.FromResult(Waiting.Count), count);

    /// <summary>What happens to the next one; answers when it has happened.</summary>
    public async Task Next(Fate fate)
    {
        Held next;
        lock (held)
        {
            next = held.Dequeue();
        }

        next.Fate.SetResult(fate);
        await next.Done.Task;
    }

    /// <summary>Lets everything through, also what comes later.</summary>
    public void Open()
    {
        lock (held)
        {
            isOpen = true;
            while (held.TryDequeue(out var next))
            {
                next.Fate.SetResult(Fate.Arrives);
            }
        }
    }

    public async Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default)
    {
        var append = new Held([.. operations.Select(operation => operation.Id)]);
        lock (held)
        {
            if (isOpen)
            {
                append.Fate.SetResult(Fate.Arrives);
            }
            else
            {
                held.Enqueue(append);
            }
        }

        try
        {
            var fate = await append.Fate.Task;
            var result = fate == Fate.NeverArrives ? AppendResult.Stale : await ledger.Append(owner, before, operations, absent, cancellation);
            return fate == Fate.Arrives ? result : throw new StorageUnavailableException("lost");
        }
        finally
        {
            append.Done.SetResult();
        }
    }

    public Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default) =>
        ledger.Read(owner, operations, cancellation);

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
        ledger.Transfers(owner, before, limit, cancellation);

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
        ledger.OpenHolds(olderThan, limit, cancellation);

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
        ledger.OwnersWithDueLots(by, limit, cancellation);

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) => ledger.ForgetOwner(owner, cancellation);

    private sealed record Held(IReadOnlyList<string> Operations)
    {
        public TaskCompletionSource<Fate> Fate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What becomes of an append on its way.</summary>
internal enum Fate
{
    Arrives,
    NeverArrives,
    AnswerIsLost,
}
