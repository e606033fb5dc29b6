using System.Data.Common;

namespace Darkroom.Storage;

/// <summary>What a <see cref="GroupCommit"/> has to know about its database.</summary>
internal sealed record WriterEngine
{
    /// <summary>Opens the writing connection; called again after a failure.</summary>
    public required Func<DbConnection> Open { get; init; }

    /// <summary>What a failure says.</summary>
    public required Func<Exception, Trouble> Judge { get; init; }

    /// <summary>Whether each unit gets a savepoint from the start. If not, a batch in which one fails is run a second time.</summary>
    public required bool SavepointsAreCheap { get; init; }

    /// <summary>How to commit: what has to happen between the commit and the answers, and a seam for the tests of lost ones.</summary>
    public Action<DbTransaction> Commit { get; init; } = static transaction => transaction.Commit();
}

/// <summary>Whose fault a failure is.</summary>
internal enum Trouble
{
    /// <summary>The unit's: it alone is taken back, and its caller hears of it.</summary>
    OfUnit,

    /// <summary>A row of somebody else came in between what the unit read and what it wrote: run again, it sees that row.</summary>
    Race,

    /// <summary>Transactions waited for each other and this one was chosen to give way: run again, it finds the others done.</summary>
    Conflict,

    /// <summary>The database's: nothing can be said about the whole batch.</summary>
    Outage,
}
