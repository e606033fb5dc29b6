namespace Darkroom.Orleans.Tests;

/// <summary>
/// What the product relies on in Orleans. Each has tests that bear it as a trait (<c>dotnet test --filter "Semantic~turn"</c>) and that run
/// on Orleans and on the stand-in alike; the table in standins/Orleans/README.md names them.
/// </summary>
public static class Semantics
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "Semantic";

    public const string OneTurn = "One turn at a time per activation";
    public const string NoReentrancy = "A call that comes back into its own chain waits until it times out, unless reentrancy was asked for";
    public const string ReadOnly = "`[ReadOnly]` calls interleave with each other, and not with a writer";
    public const string AlwaysInterleave = "`[AlwaysInterleave]` calls interleave with everything";
    public const string Copies = "Arguments and results are deep copies, unless immutable";
    public const string Exceptions = "Exceptions travel to the caller with type, message and members";
    public const string Timeout = "A call that timed out may still run, and then it counts";
    public const string FirstCall = "Activation happens on the first call, and once";
    public const string FailedActivation = "A failing `OnActivateAsync` fails the call; the next one activates anew";
    public const string IdleCollection = "What was idle for `CollectionAge` is collected";
    public const string TimersAndLife = "A timer does not keep its grain alive unless told so";
    public const string TimerOverlap = "A timer does not overlap itself";
    public const string RemindersLast = "Reminders survive restarts and fire on any activation";
    public const string RemindersApart = "Reminders are at least a minute apart";
    public const string RemindersLate = "After an outage a reminder ticks late, and what it missed is not replayed";
    public const string StateFirst = "`IPersistentState` is read before activation completes";
    public const string StaleEtag = "A stale etag is an `InconsistentStateException`, after which the activation goes away";
    public const string StatelessWorkers = "A `[StatelessWorker]` has several activations in a silo";
}
