using System.Collections.Immutable;
using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Vault;
using Darkroom.Wallets;

namespace Darkroom.Simulation.Checks;

/// <summary>
/// What is true, put together from every effect that a store has had, apart from the stores and the product's own reading of them. Holds no rules:
/// those are in <see cref="Invariants"/>.
/// </summary>
internal sealed class Ground
{
    public Dictionary<UserId, Book> Books { get; } = [];

    public Dictionary<JobId, Course> Jobs { get; } = [];

    public Dictionary<ObjectName, Trace> Pictures { get; } = [];

    /// <summary>Every grant that somebody asked for, with its amount.</summary>
    public Dictionary<(UserId Owner, string Operation), long> Asked { get; } = [];

    /// <summary>Every clawback that somebody asked for.</summary>
    public Dictionary<(UserId Owner, string Operation), CreditClawback> AskedBack { get; } = [];

    /// <summary>Owners whose erasure has begun: what they had may go at any time.</summary>
    public HashSet<UserId> Erased { get; } = [];

    public Book Book(UserId owner) => Books.TryGetValue(owner, out var book) ? book : Books[owner] = new Book();

    public Course Job(JobId id) => Jobs.TryGetValue(id, out var course) ? course : Jobs[id] = new Course(id);

    public Trace Picture(ObjectName name) => Pictures.TryGetValue(name, out var trace) ? trace : Pictures[name] = new Trace(name);

    public Trace Picture(PictureRef picture)
    {
        var trace = Picture(ObjectName.Of(picture));
        trace.Picture ??= picture;
        return trace;
    }
}

/// <summary>A wallet's history as it was appended.</summary>
internal sealed class Book
{
    public List<Operation> Operations { get; } = [];

    public HashSet<string> Ids { get; } = [];

    public ImmutableArray<byte> Chain { get; set; }

    /// <summary>By account and lot. An issuing account is below zero by what it has given.</summary>
    public Dictionary<(LedgerAccount Account, long Lot), long> Balances { get; } = [];

    public Dictionary<long, LotTerms> Lots { get; } = [];

    /// <summary>What clawbacks that stand have taken back.</summary>
    public long Reclaimed => Sum(LedgerAccount.Refunds) + Sum(LedgerAccount.Disputes);

    /// <summary>What of that belongs to one lot.</summary>
    public long ReclaimedOf(long lot) =>
        Balances.GetValueOrDefault((LedgerAccount.Refunds, lot)) + Balances.GetValueOrDefault((LedgerAccount.Disputes, lot));

    public long Sum(LedgerAccount account) => Balances.Where(balance => balance.Key.Account == account).Sum(balance => balance.Value);
}

/// <summary>A job: its row, its money, and what was said about it.</summary>
internal sealed class Course(JobId id)
{
    public JobId Id => id;

    public Job? Row { get; set; }

    public bool IsRemoved { get; set; }

    public Operation? Hold { get; set; }

    /// <summary>The capture or the release.</summary>
    public Operation? End { get; set; }

    /// <summary>The outputs that workers have reported, by the epoch of their lease.</summary>
    public Dictionary<long, List<AttemptOutcome>> Reports { get; } = [];

    public IEnumerable<PictureRef> Outputs => Row?.Details.Outputs.Select(output => output.Picture) ?? [];
}

/// <summary>A picture: its bytes, its key and its retention row.</summary>
internal sealed class Trace(ObjectName name)
{
    public ObjectName Name => name;

    public PictureRef? Picture { get; set; }

    public RetainedPicture? Row { get; set; }

    public bool IsMarked { get; set; }

    public bool HasBytes { get; set; }

    public bool HasKey { get; set; }

    public bool KeyIsDestroyed { get; set; }

    /// <summary>Since when there are bytes or a key.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Whole and readable.</summary>
    public bool IsDurable => HasBytes && HasKey;

    public bool IsGone => !HasBytes && !HasKey;
}
