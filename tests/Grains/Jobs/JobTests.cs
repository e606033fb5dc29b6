using Darkroom.Jobs;
using static Darkroom.Grains.Tests.Jobs.JobModel;

namespace Darkroom.Grains.Tests.Jobs;

public sealed class JobTests
{
    [Fact]
    public void A_job_goes_its_way_from_receiving_to_succeeded()
    {
        var job = Receiving();
        job.View(Start).Status.ShouldBe(JobStatus.Receiving);
        job.ExpiresAt.ShouldBe(Start + Rules.Inputs.Longest);

        job = job.Queue(Submission, Start.AddSeconds(1)).ShouldNotBeNull();
        job.Details.Inputs.ShouldBe(Submission.Inputs);

        job = job.Lease("worker", Start.AddSeconds(3), Limits.LeaseDuration).ShouldNotBeNull();
        (job.Status, job.Epoch, job.Attempts, job.StartedAt).ShouldBe((JobStatus.Running, 1, 1, Start.AddSeconds(3)));

        job = job.Renew(1, 0.4, Start.AddSeconds(4), Limits.LeaseDuration).ShouldNotBeNull();
        job.Progress.ShouldBe(0.4);

        var (answer, settling) = job.Complete(1, Done, Start.AddSeconds(5), Limits, Rules);
        answer.ShouldBe(LeaseAnswer.Yours);
        settling.ShouldNotBeNull().View(Start).Status.ShouldBe(JobStatus.Running, "not before the money has moved");
        settling.Version.ShouldBe(job.Version);

        job = settling.Settle(Rules, Start.AddSeconds(6)).ShouldNotBeNull();
        (job.Status, job.Progress, job.FinishedAt).ShouldBe((JobStatus.Succeeded, 1, Start.AddSeconds(6)));
        job.ExpiresAt.ShouldBe(Start.AddSeconds(6) + Rules.Outputs.Longest);
    }

    [Fact]
    public void A_fault_is_retried_after_a_wait_until_no_attempt_is_left()
    {
        var job = Queued();
        var now = Start;
        for (var attempt = 1; attempt < Limits.MaximumAttempts; attempt++)
        {
            job = job.Lease("worker", now, Limits.LeaseDuration).ShouldNotBeNull();
            job = job.Complete(attempt, new AttemptOutcome.Faulted(Crash), now, Limits, Rules).Next.ShouldNotBeNull();
            job.Status.ShouldBe(JobStatus.Queued);
            job.View(now).Error.ShouldBeNull("the job has not failed");
            job.Lease("worker", now, Limits.LeaseDuration).ShouldBeNull("too early");
            now += Limits.BackoffAfter(attempt);
        }

        job = job.Lease("worker", now, Limits.LeaseDuration).ShouldNotBeNull();
        job = job.Complete(3, new AttemptOutcome.Faulted(Crash), now, Limits, Rules).Next.ShouldNotBeNull();
        (job.Ending, job.Error).ShouldBe((JobStatus.Failed, Crash));
    }

    [Fact]
    public void Bad_input_is_never_retried()
    {
        var job = Running().Complete(1, new AttemptOutcome.Rejected(BadPicture), Start, Limits, Rules).Next.ShouldNotBeNull();
        (job.Ending, job.Error, job.IsSettling).ShouldBe((JobStatus.Failed, BadPicture, true));
    }

    [Fact]
    public void A_job_handed_back_waits_again_at_once_and_loses_no_attempt()
    {
        var job = Running().Complete(1, new AttemptOutcome.HandedBack(), Start, Limits, Rules).Next.ShouldNotBeNull();
        (job.Status, job.Attempts).ShouldBe((JobStatus.Queued, 0));
        job.Lease("another", Start, Limits.LeaseDuration).ShouldNotBeNull().Epoch.ShouldBe(2);
    }

    [Fact]
    public void A_worker_whose_lease_lapsed_is_told_so_and_changes_nothing()
    {
        var lapsed = Running().Lapse(Start + Limits.LeaseDuration, Limits).ShouldNotBeNull();
        lapsed.Status.ShouldBe(JobStatus.Queued);
        lapsed.Complete(1, Done, Start + Limits.LeaseDuration, Limits, Rules).ShouldBe((LeaseAnswer.Lost, null));
        Running().Lapse(Start + Limits.LeaseDuration - TimeSpan.FromTicks(1), Limits).ShouldBeNull();
    }

    [Fact]
    public void A_repeated_completion_is_told_that_it_was_applied()
    {
        var settling = Running().Complete(1, Done, Start, Limits, Rules).Next.ShouldNotBeNull();
        settling.Complete(1, Done, Start, Limits, Rules).ShouldBe((LeaseAnswer.Yours, null));
        Succeeded().Complete(1, Done, Start, Limits, Rules).ShouldBe((LeaseAnswer.Yours, null));
        settling.Complete(2, Done, Start, Limits, Rules).ShouldBe((LeaseAnswer.Lost, null));
    }

    [Fact]
    public void Cancel_and_completion_race_and_the_first_wins()
    {
        var canceled = Running().Cancel().ShouldNotBeNull();
        canceled.Complete(1, Done, Start, Limits, Rules).ShouldBe((LeaseAnswer.Lost, null));
        Running().Complete(1, Done, Start, Limits, Rules).Next.ShouldNotBeNull().Cancel().ShouldBeNull();
    }

    [Fact]
    public void Waiting_and_uploading_have_limits()
    {
        Receiving().Overdue(Start + Limits.ReceivingLimit, Limits).ShouldNotBeNull().Ending.ShouldBe(JobStatus.Failed);
        Queued().Overdue(Start + Limits.QueueLimit, Limits).ShouldNotBeNull().Ending.ShouldBe(JobStatus.Expired);
        Queued().Overdue(Start + Limits.QueueLimit - TimeSpan.FromSeconds(1), Limits).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(24, 24)]
    [InlineData(99, 24)]
    public void The_client_can_shorten_the_stay_of_outputs_but_not_lengthen_it(int asked, int hours) =>
        Succeeded(TimeSpan.FromHours(asked)).ExpiresAt.ShouldBe(Start.AddHours(hours));

    [Fact]
    public void Delivery_starts_the_grace_once_and_never_lengthens_a_stay()
    {
        var delivered = Succeeded().Deliver(Rules.GraceAfterDelivery, Start.AddMinutes(1)).ShouldNotBeNull();
        delivered.ExpiresAt.ShouldBe(Start.AddMinutes(6));
        delivered.Deliver(Rules.GraceAfterDelivery, Start.AddMinutes(3)).ShouldBeNull();
        Succeeded(TimeSpan.FromMinutes(1)).Deliver(Rules.GraceAfterDelivery, Start).ShouldNotBeNull()
            .ExpiresAt.ShouldBe(Start.AddMinutes(1));
    }

    [Fact]
    [Trait("Clause", "NAN-02")]
    public void What_is_due_is_shown_as_forgotten_and_then_holds_nothing_personal()
    {
        var job = Succeeded().Tidy().ShouldNotBeNull();
        job.Details.Inputs.ShouldNotBeEmpty("the file names stay as long as the result");
        job.View(job.ExpiresAt).Forgotten.ShouldBeTrue();
        job.View(job.ExpiresAt.AddSeconds(-1)).Forgotten.ShouldBeFalse();

        var forgotten = job.Forget().ShouldNotBeNull();
        (forgotten.Details, forgotten.InputPictures.Count).ShouldBe((JobDetails.Forgotten, 0));
        forgotten.DueAt(Limits).ShouldBe(Start + Rules.JobRecords.Longest);
    }

    [Fact]
    public void A_job_that_ended_without_a_result_keeps_nothing_once_it_is_tidied()
    {
        var failed = Queued().Cancel().ShouldNotBeNull().Settle(Rules, Start).ShouldNotBeNull();
        failed.DueAt(Limits).ShouldBe(Start, "its inputs are still there");
        failed.Tidy().ShouldNotBeNull().Forgotten.ShouldBeTrue();
    }

    [Fact]
    public void The_same_request_is_recognised_and_another_is_not()
    {
        Receiving().Answers(Command()).ShouldBeTrue();
        Receiving().Answers(Command() with { Parameters = "{}" }).ShouldBeFalse();
        Receiving().Answers(Command() with { Price = 4 }).ShouldBeFalse();
        Receiving().Answers(Command() with { Inputs = [Result] }).ShouldBeFalse();
    }

    [Fact]
    public void A_result_that_waited_through_an_outage_for_longer_than_its_stay_is_not_paid_for()
    {
        var settling = Running().Complete(1, Done, Start, Limits, Rules).Next.ShouldNotBeNull();
        settling.HasResult(Rules, Start + TimeSpan.FromHours(1)).ShouldBeTrue();
        var late = Start + Rules.Outputs.Longest - TimeSpan.FromMinutes(1);
        settling.HasResult(Rules, late).ShouldBeFalse("the clock of a sweep may be ahead of ours");
        var refused = settling.RefusePayment(JobErrors.ResultExpired).ShouldNotBeNull().Settle(Rules, late).ShouldNotBeNull();
        refused.Status.ShouldBe(JobStatus.Failed);
        refused.Error.ShouldBe(JobErrors.ResultExpired);
    }

    [Fact]
    public void A_result_that_was_paid_for_before_the_outage_is_shown_as_forgotten_after_it()
    {
        var settling = Running().Complete(1, Done, Start, Limits, Rules).Next.ShouldNotBeNull();
        var late = Start + Rules.Outputs.Longest;
        settling.Settle(Rules, late).ShouldNotBeNull().View(late).Forgotten.ShouldBeTrue();
    }
}
