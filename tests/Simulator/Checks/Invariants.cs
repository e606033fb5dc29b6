using Darkroom.Jobs;
using Darkroom.Wallets;

namespace Darkroom.Simulation.Checks;

/// <summary>
/// What must be true whatever fails, crashes, comes twice, late or never. The first part is asked after every effect that a step has on a store, the
/// second when faults have ended and the cluster has had time to tidy up.
/// </summary>
internal sealed class Invariants(Ground ground, Func<DateTimeOffset> now, TimeSpan clockError)
{
    public const string Conserved = "credits are conserved: accounts of an asset sum to zero, histories have no gap, chains and folds are right";
    public const string NoDebt = "no account of a wallet is below zero without a recorded debt";
    public const string ChargedOnce = "a job is charged at most once, its hold ends once: captured or released, never both";
    public const string DurableFirst = "money is taken only for a result that is recorded and durable";
    public const string SettledBeforeSeen = "an end is shown only after its money has moved";
    public const string EndStays = "an outcome is decided once: what was canceled, ended or forgotten never comes back";
    public const string Epochs = "only the worker that has the lease decides: a zombie's report changes nothing";
    public const string GoneIsGone = "what is marked as forgotten is gone, key and bytes, and never comes back";
    public const string RowsFirst = "nothing is stored before the row that says when it is forgotten";
    public const string Delivered = "every job ends, delivered or refunded: no hold stays, no success without its result";
    public const string Clauses = "nothing outlives its clause, inputs go when the job has ended, nothing is without an owner";
    public const string Acknowledged = "what was acknowledged is never lost";

    /// <summary>How late forgetting may be when nothing is at fault: a reminder, its turns, a store that was slow.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(3);

    /// <summary>How old something can get that a crash left without a row: the sweep's grace and its period.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(2.2);

    // After every effect.

    public void OnAppended(UserId owner, Book book, Operation entry)
    {
        Require(entry.Sequence == book.Operations.Count, Conserved, $"{owner}: entry {entry.Sequence} follows {book.Operations.Count - 1}");
        Require(book.Ids.Add(entry.Id), ChargedOnce, $"{owner}: {entry.Id} was recorded before");
        foreach (var leg in entry.Legs)
        {
            Require(leg.Amount > 0, Conserved, $"{entry.Id} moves {leg.Amount}");
        }

        Require(
            book.Balances.All(balance => balance.Value >= 0 || IsIssuer(balance.Key.Account) || balance.Key.Account == LedgerAccount.Debt), NoDebt,
            $"{owner} after {entry.Id}: {string.Join(", ", book.Balances.Where(balance => balance.Value < 0))}");

        // Later credits pay for earlier ones, so a debt is a sum over lots; it is never more than what was taken back.
        var debt = -book.Sum(LedgerAccount.Debt);
        Require(debt >= 0 && debt <= book.Reclaimed, NoDebt, $"{owner} after {entry.Id}: {debt} is owed, {book.Reclaimed} was taken back");
        switch (entry.Kind)
        {
            case OperationKind.Grant:
                Require(ground.Asked.TryGetValue((owner, entry.Id), out var asked) && asked == entry.Amount, Conserved, $"nobody gave {owner} {entry.Amount} for {entry.Id}");
                break;
            case OperationKind.Refund or OperationKind.Dispute:
                OnClawed(owner, book, entry);
                break;
            case OperationKind.Reinstatement:
                Require(
                    ground.AskedBack.Any(one => one.Key.Owner == owner && OperationIds.Reinstate(one.Key.Operation) == entry.Id && one.Value.Amount == entry.Amount),
                    Conserved, $"{entry.Id} gives back {entry.Amount} that nobody took from {owner}");
                break;
            case OperationKind.Hold:
                var holding = ground.Job(OperationIds.Job(entry.Id));
                Require(holding is { End: null, Hold: null, Row: { } row } && row.Price == entry.Amount, ChargedOnce, $"{entry.Id} holds {entry.Amount}");
                break;
            case OperationKind.Capture or OperationKind.Release:
                OnSettled(ground.Job(OperationIds.Job(entry.Id)), entry);
                break;
        }
    }

    private void OnClawed(UserId owner, Book book, Operation entry)
    {
        var lot = entry.Legs[0].Lot;
        var grant = book.Operations[(int)lot - 1];
        Require(
            ground.AskedBack.TryGetValue((owner, entry.Id), out var asked) && (asked.GrantId, asked.Amount) == (grant.Id, entry.Amount),
            Conserved, $"nobody asked {owner} for {entry.Amount} of {grant.Id} back, as {entry.Id} says");
        Require(book.ReclaimedOf(lot) <= grant.Amount, Conserved, $"{owner}: {book.ReclaimedOf(lot)} of the {grant.Amount} of {grant.Id} were taken back");
    }

    private void OnSettled(Course job, Operation end)
    {
        Require(job.End is null, ChargedOnce, $"{job.Id} was settled by a {job.End?.Kind} before the {end.Kind}");
        if (end.Kind == OperationKind.Capture)
        {
            Require(job.Hold?.Amount == end.Amount && job.Row?.Price == end.Amount, ChargedOnce, $"{job.Id} costs {job.Row?.Price} and is charged {end.Amount}");
            Require(job.Row?.Ending == JobStatus.Succeeded, DurableFirst, $"{job.Id} is charged and its outcome is {job.Row?.Ending}");
            Require(AreDurable(job) || ground.Erased.Contains(job.Row!.Owner), DurableFirst, $"{job.Id} is charged and its result is not there");
        }
        else
        {
            Require(job.Row?.Ending is not JobStatus.Succeeded || !AreDurable(job), ChargedOnce, $"{job.Id} succeeded and its hold is released");
        }
    }

    public void OnWallet(UserId owner, Book book, Wallet stored)
    {
        Require(book.Operations.Count == stored.Sequence && book.Chain.AsSpan().SequenceEqual(stored.Chain.AsSpan()), Conserved, $"{owner}: the head is not where the history ends");
        Require(
            stored.Free == book.Sum(LedgerAccount.Wallet) && stored.Held == book.Sum(LedgerAccount.Held) && stored.Holds.Values.Sum(hold => hold.Amount) == stored.Held,
            Conserved, $"{owner}: shown {stored.Free} free, {stored.Held} held; the history makes it {book.Sum(LedgerAccount.Wallet)}, {book.Sum(LedgerAccount.Held)}");
        Require(
            stored.Debt == -book.Sum(LedgerAccount.Debt) && stored.Lots.Values.All(lot => lot.Free == 0 || lot.Debt == 0),
            NoDebt, $"{owner}: {stored.Debt} is owed, the history makes it {-book.Sum(LedgerAccount.Debt)}");
        Require(book.Balances.Values.Sum() == 0, Conserved, $"{owner}: the accounts sum to {book.Balances.Values.Sum()}");
    }

    public void OnChanged(Course job, Job next)
    {
        var before = job.Row;
        Require(!job.IsRemoved, EndStays, $"{next.Id} comes back after its row was removed");
        if (before is not null)
        {
            Require(next.Revision == before.Revision + 1 && next.Epoch >= before.Epoch, EndStays, $"{next.Id}: revision {before.Revision} to {next.Revision}");
            Require(!before.IsOver || next.Status == before.Status, EndStays, $"{next.Id}: {before.Status} becomes {next.Status}");
            Require(
                before.Ending is null || next.Ending == before.Ending || (before.Ending == JobStatus.Succeeded && next.Ending == JobStatus.Failed && job.End?.Kind == OperationKind.Release),
                EndStays, $"{next.Id}: decided {before.Ending} becomes {next.Ending}");
            Require(!before.Forgotten || next.Forgotten, EndStays, $"{next.Id} was forgotten");
            Require(!next.InputsGone || before.InputsGone || before.InputPictures.All(IsGone), GoneIsGone, $"{next.Id}: inputs that it calls gone are there");
            Require(!next.Forgotten || before.Forgotten || before.Pictures.All(IsGone), GoneIsGone, $"{next.Id}: pictures that it calls forgotten are there");
        }

        if (before is not null && next.AnsweredEpoch != before.AnsweredEpoch)
        {
            Require(next.AnsweredEpoch == before.Epoch, Epochs, $"{next.Id}: epoch {next.AnsweredEpoch} answers, {before.Epoch} has the lease");
            var reports = job.Reports.GetValueOrDefault(next.AnsweredEpoch) ?? [];
            Require(
                reports.Any(report => next.Ending != JobStatus.Succeeded || (report is AttemptOutcome.Done done && done.Outputs.SequenceEqual(next.Details.Outputs))),
                Epochs, $"{next.Id}: epoch {next.AnsweredEpoch} has the lease and never reported what is recorded");
        }

        if (next.IsOver && before is not { IsOver: true })
        {
            var end = next.Status == JobStatus.Succeeded ? OperationKind.Capture : OperationKind.Release;
            Require(job.End?.Kind == end, SettledBeforeSeen, $"{next.Id} is shown {next.Status}, its hold has {(job.End is { } other ? $"ended by a {other.Kind}" : "not ended")}");
        }
    }

    public void OnRemoved(Course job) =>
        Require(job is { Row: { Forgotten: true, IsOver: true }, End: not null }, Acknowledged, $"the row of {job.Id} goes while there is something left to do");

    public void OnKept(Trace picture, string what)
    {
        Require(what != "key" || !picture.KeyIsDestroyed, GoneIsGone, $"{picture.Picture} has a key again");
        Require(picture.Row is not null || (picture.Picture is { } kept && ground.Erased.Contains(kept.Owner)), RowsFirst, $"a {what} of {picture.Name} comes before its row");
    }

    public void OnMarked(Trace picture) =>
        Require(picture.IsGone, GoneIsGone, $"{picture.Picture} is marked as forgotten, its {(picture.HasKey ? "key" : "bytes")} are there");

    // When an answer arrives.

    public void OnQueued(Course job) => Require(job.IsRemoved || job.Row?.WaitingSince is not null, Acknowledged, $"{job.Id} was accepted");

    public void OnCanceled(Course job) => Require(
        job.IsRemoved || job is { Row.Ending: JobStatus.Canceled, End.Kind: OperationKind.Release }, Acknowledged, $"{job.Id} was canceled, is {job.Row?.Status}");

    public void OnForgotten(Course job) => Require(job.IsRemoved || job.Row is { Forgotten: true }, Acknowledged, $"{job.Id} was forgotten");

    public void OnGranted(UserId owner, string operation) => Require(ground.Book(owner).Ids.Contains(operation), Acknowledged, $"{operation} was given to {owner}");

    public void OnClawed(UserId owner, string operation) => Require(ground.Book(owner).Ids.Contains(operation), Acknowledged, $"{operation} was taken from {owner}");

    // In calm.

    public void InCalm()
    {
        foreach (var job in ground.Jobs.Values.Where(job => job is { Row: not null, IsRemoved: false }))
        {
            Require(job.Row is { IsOver: true, InputsGone: true }, Delivered, $"{job.Id} is {job.Row!.Status} ({job.Row.Ending?.ToString() ?? "open"}), tidied: {job.Row.InputsGone}");
            Require(
                job.Row!.Status != JobStatus.Succeeded || job.Row.Forgotten || job.Row.ExpiresAt <= now() + clockError || AreDurable(job) || ground.Erased.Contains(job.Row.Owner),
                Delivered, $"{job.Id} succeeded and was charged, it says that its result stays until {job.Row.ExpiresAt:O}, and it is not there");
        }

        foreach (var (owner, book) in ground.Books)
        {
            Require(book.Sum(LedgerAccount.Held) == 0, Delivered, $"{owner} has {book.Sum(LedgerAccount.Held)} held and no job under way");
        }

        foreach (var picture in ground.Pictures.Values.Where(picture => !picture.IsGone))
        {
            var limit = picture is { Row: { } row, IsMarked: false } ? row.ExpiresAt + Lateness : picture.Since + OrphanAge;
            Require(now() <= limit + (clockError * 2), Clauses, $"{picture.Picture} ({picture.Row?.Kind}, of {picture.Row?.Job}) had to go by {limit:O}");
            Require(
                picture.Row is not { Kind: "input" } input || ground.Job(input.Job) is { Row: { IsOver: false }, IsRemoved: false } || picture.IsMarked || !picture.IsDurable,
                Clauses, $"{picture.Picture} is the input of a job that has ended");
        }
    }

    /// <summary>Long after everything has ended.</summary>
    public void AtTheEnd()
    {
        Require(ground.Pictures.Values.FirstOrDefault(picture => !picture.IsGone) is not { } left, Clauses, $"{(ground.Pictures.Values.FirstOrDefault(picture => !picture.IsGone))?.Name} is there for good");
        Require(ground.Jobs.Values.FirstOrDefault(job => job is { Row: not null, IsRemoved: false }) is not { } stays, Clauses, $"{ground.Jobs.Values.FirstOrDefault(job => job is { Row: not null, IsRemoved: false })?.Id} is listed for good");
    }

    private static bool IsIssuer(LedgerAccount account) => account is LedgerAccount.Promotions or LedgerAccount.DeferredRevenue;

    private bool IsGone(PictureRef picture) => ground.Picture(picture) is var trace && !trace.HasKey && (!trace.HasBytes || trace.KeyIsDestroyed);

    private bool AreDurable(Course job) => job.Outputs.Any() && job.Outputs.All(output => ground.Picture(output).IsDurable);

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string name, string detail)
    {
        if (!condition)
        {
            throw new BrokenInvariant(name, detail);
        }
    }
}
