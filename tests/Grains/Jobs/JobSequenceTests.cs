using Darkroom.Jobs;
using FsCheck;
using FsCheck.Fluent;
using static Darkroom.Grains.Tests.Jobs.JobModel;

namespace Darkroom.Grains.Tests.Jobs;

/// <summary>Random sequences of everything that can happen to a job, repeats, old epochs and races included.</summary>
public sealed class JobSequenceTests
{
    /// <param name="Kind">Which event.</param>
    /// <param name="Age">How many epochs back the worker that reports is: 0 is the present one.</param>
    /// <param name="Seconds">Time that passes before.</param>
    internal sealed record Event(int Kind, int Age, int Seconds);

    private const int Kinds = 14;

    private static readonly Gen<Event> AnyEvent =
        from kind in Gen.Choose(0, Kinds - 1)
        from age in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
        from seconds in Gen.Frequency((8, Gen.Choose(0, 10)), (2, Gen.Choose(10, 60)), (1, Gen.Choose(600, 30_000)))
        select new Event(kind, age, seconds);

    private static readonly Arbitrary<Event[]> Sequences = Gen.ArrayOf(AnyEvent).Resize(60).ToArbitrary();

    [Fact]
    public void However_events_come_an_outcome_is_decided_once_and_every_job_can_be_ended() =>
        Prop.ForAll(Sequences, events => Run(events)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static bool Run(Event[] events)
    {
        var job = Receiving();
        var now = Start;
        var money = new Money();
        foreach (var happening in events)
        {
            now += TimeSpan.FromSeconds(happening.Seconds);
            if (Apply(job, happening, now, money) is { } next)
            {
                CheckStep(job, next);
                job = next;
            }
        }

        // Whatever happened: from here the sweep alone brings every job to its end.
        for (var step = 0; !job.Forgotten; step++)
        {
            step.ShouldBeLessThan(30, $"stuck as {job.Status}, ending {job.Ending}");
            var due = job.DueAt(Limits);
            now = due > now ? due : now;
            job = Sweep(job, now, money) ?? job.Lease("last", now, Limits.LeaseDuration) ?? throw new InvalidOperationException($"{job.Status} is due but nothing can be done.");
        }

        money.Captured.ShouldBe(job.Status == JobStatus.Succeeded ? 1 : 0);
        money.Released.ShouldBe(job.Status == JobStatus.Succeeded ? 0 : 1);
        return true;
    }

    private static Job? Apply(Job job, Event happening, DateTimeOffset now, Money money)
    {
        var epoch = job.Epoch - happening.Age;
        return happening.Kind switch
        {
            0 => job.Queue(Submission, now),
            1 or 2 => job.Lease("worker", now, Limits.LeaseDuration),
            3 => job.Renew(epoch, happening.Seconds / 60.0, now, Limits.LeaseDuration),
            4 => Complete(job, epoch, Done, now),
            5 => Complete(job, epoch, new AttemptOutcome.Rejected(BadPicture), now),
            6 or 7 => Complete(job, epoch, new AttemptOutcome.Faulted(Crash), now),
            8 => Complete(job, epoch, new AttemptOutcome.HandedBack(), now),
            9 => job.Cancel(),
            10 => job.Abandon(JobErrors.UploadFailed("broken")),
            11 => Settle(job, now, money),
            12 => job.Deliver(Rules.GraceAfterDelivery, now) ?? job.Tidy(),
            _ => Sweep(job, now, money),
        };
    }

    private static Job? Complete(Job job, long epoch, AttemptOutcome outcome, DateTimeOffset now)
    {
        var (answer, next) = job.Complete(epoch, outcome, now, Limits, Rules);
        if (epoch != job.Epoch || !job.IsOpen)
        {
            next.ShouldBeNull("an old worker changes nothing");
            answer.ShouldBe(epoch > 0 && epoch == job.AnsweredEpoch ? LeaseAnswer.Yours : LeaseAnswer.Lost);
        }

        return next;
    }

    private static Job? Sweep(Job job, DateTimeOffset now, Money money) =>
        Settle(job, now, money) ?? job.Overdue(now, Limits) ?? job.Tidy()
        ?? (job.IsOver && job.ExpiresAt <= now ? job.Forget() : null);

    private static Job? Settle(Job job, DateTimeOffset now, Money money)
    {
        var settled = job.Settle(Rules, now);
        money.Captured += settled is { Status: JobStatus.Succeeded } ? 1 : 0;
        money.Released += settled is { Status: not JobStatus.Succeeded } ? 1 : 0;
        return settled;
    }

    private static void CheckStep(Job before, Job after)
    {
        after.Revision.ShouldBe(before.Revision + 1);
        after.Version.ShouldBeInRange(before.Version, before.Version + 1);
        after.Epoch.ShouldBeInRange(before.Epoch, before.Epoch + 1);
        after.Attempts.ShouldBeInRange(0, Limits.MaximumAttempts);
        after.Progress.ShouldBeInRange(0, 1);
        (before.Ending is null || after.Ending == before.Ending).ShouldBeTrue("an outcome is decided once");
        (!before.IsOver || after.Status == before.Status).ShouldBeTrue("a final status is final");
        (!after.IsOver || after.Status == after.Ending).ShouldBeTrue();
        (after.Status != JobStatus.Succeeded || after.Forgotten || after.Details.Outputs.Count > 0).ShouldBeTrue();
        if (before.View(Start) with { Version = 0 } != after.View(Start) with { Version = 0 })
        {
            after.Version.ShouldBe(before.Version + 1, "its owner can see a difference");
        }
    }

    private sealed class Money
    {
        public int Captured { get; set; }

        public int Released { get; set; }
    }
}
