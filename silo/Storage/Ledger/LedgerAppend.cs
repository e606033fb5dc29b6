using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>One append as it waits for the writer: folded and hashed, so that the thread that all wallets share only executes. Immutable.</summary>
internal sealed class LedgerAppend
{
    public LedgerAppend(UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent)
    {
        (Owner, Before, After, Absent) = (owner.ToString(), before, before, absent);
        var entries = new (Operation Operation, byte[] Chain)[operations.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            After = After.Apply(operations[i]);
            entries[i] = (operations[i], [.. After.Chain]);
        }

        Entries = entries;
    }

    public string Owner { get; }

    /// <summary>The wallet that was decided on.</summary>
    public Wallet Before { get; }

    public Wallet After { get; }

    /// <summary>The operations, each with the link of the chain after it.</summary>
    public IReadOnlyList<(Operation Operation, byte[] Chain)> Entries { get; }

    /// <summary>The ids that must not be recorded.</summary>
    public IReadOnlyCollection<string> Absent { get; }
}
