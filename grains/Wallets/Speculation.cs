namespace Darkroom.Wallets;

/// <summary>
/// A wallet as the books had it at one time, and what has been appended since: durable, or handed to the ledger and not answered yet. Ends
/// for good when the books turn out not to have gone the same way. Thread-safe.
/// </summary>
/// <param name="loaded">The wallet of one reading.</param>
/// <param name="recorded">The operations of the same reading that were asked for, by id.</param>
internal sealed class Speculation(UserId owner, Wallet loaded, IReadOnlyDictionary<string, Operation> recorded, ILedger ledger)
{
    // How many durable operations are known by id. Others are looked for by the ledger, which costs a reload when one is there.
    private const int MostKnown = 512;
    private const int MostKnownAtRest = 32;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Operation> known = new(recorded);
    private readonly Queue<string> durable = new(recorded.Keys);
    private readonly TaskCompletionSource<IReadOnlySet<string>> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<string>? doubtful;
    private Wallet wallet = loaded;
    private Task<AppendResult> last = Task.FromResult(AppendResult.Appended);
    private int pending;

    /// <summary>Whether nothing is decided on it any more.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>After the end, once nothing is pending: the ids of operations of which it is not known whether the books have them.</summary>
    public Task<IReadOnlySet<string>> Doubtful => ended.Task;

    /// <summary>Decides on the wallet as everything before leaves it, and hands what is to be appended to the ledger. Null after the end.</summary>
    /// <param name="operations">The ids on which the decision depends.</param>
    public Step<T>? Decide<T>(
        IReadOnlyCollection<string> operations, Func<Wallet, IReadOnlyDictionary<string, Operation>, Decision<T>> decide)
    {
        lock (gate)
        {
            if (IsDropped)
            {
                return null;
            }

            Decision<T> decision;
            try
            {
                decision = decide(wallet, known);
            }
            catch (Exception failure) when (failure is ArgumentException or InvalidDataException)
            {
                // Not what the wallet as it may become allows, or what it has and does not know by name: as good as a refusal.
                return new Step<T>(null, last);
            }

            if (decision.Operations.IsEmpty)
            {
                return new Step<T>(null, last);
            }

            var before = wallet;
            string[] absent = [.. operations.Where(id => !known.ContainsKey(id))];
            wallet = decision.After;
            foreach (var operation in decision.Operations)
            {
                known.Add(operation.Id, operation);
            }

            pending++;
            last = Append(before, decision.Operations, absent);
            return new Step<T>(decision, last);
        }
    }

    /// <summary>Ends it if the books have more than it will have, or know an operation by name that it does not: only a reload brings that.</summary>
    public void DropIfBehind(LedgerReading books)
    {
        lock (gate)
        {
            if (books.Wallet?.Sequence > wallet.Sequence || books.Recorded.Keys.Any(id => !known.ContainsKey(id)))
            {
                Drop([]);
                EndWhenSettled();
            }
        }
    }

    private async Task<AppendResult> Append(Wallet before, IReadOnlyList<Operation> operations, string[] absent)
    {
        var result = AppendResult.Stale;
        try
        {
            return result = await ledger.Append(owner, before, operations, absent);
        }
        finally
        {
            lock (gate)
            {
                pending--;
                if (result == AppendResult.Appended)
                {
                    Remember(operations);
                }
                else
                {
                    Drop([.. operations.Select(operation => operation.Id), .. absent]);
                }

                EndWhenSettled();
            }
        }
    }

    private void Remember(IReadOnlyList<Operation> operations)
    {
        foreach (var operation in operations)
        {
            durable.Enqueue(operation.Id);
        }

        while (durable.Count > (pending == 0 ? MostKnownAtRest : MostKnown))
        {
            known.Remove(durable.Dequeue());
        }
    }

    private void Drop(IEnumerable<string> ids)
    {
        IsDropped = true;
        (doubtful ??= []).UnionWith(ids);
    }

    private void EndWhenSettled()
    {
        if (IsDropped && pending == 0)
        {
            ended.TrySetResult(doubtful!);
        }
    }
}

/// <summary>What became of a call in one round.</summary>
/// <param name="Decision">Null if there is nothing to append.</param>
/// <param name="Settled">The answer to its append; without one, to the last append that the decision rests on.</param>
internal sealed record Step<T>(Decision<T>? Decision, Task<AppendResult> Settled);
