using Darkroom.Jobs;
using Darkroom.Silo.Tests.Support;
using Darkroom.Wallets;

namespace Darkroom.Silo.Tests.Jobs;

public sealed class JobGrainTests : IAsyncLifetime
{
    private JobSilo silo = null!;
    private Customer customer = null!;

    public async Task InitializeAsync()
    {
        silo = await JobSilo.Start();
        customer = await Customer.Join(silo);
    }

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Fact]
    [Trait("Clause", "IMG-06")]
    [Trait("Clause", "NAN-03")]
    public async Task A_job_is_held_for_queued_leased_completed_captured_and_read()
    {
        var id = await customer.Send();
        (await customer.Wallet.Read()).Held.ShouldBe(Customer.Price);

        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        (lease.Job, lease.Epoch, lease.Inputs[0].FileName).ShouldBe((id, 1, "beach.jpg"));
        (await customer.Job(id).Renew(1, 0.5)).ShouldBe(LeaseAnswer.Yours);
        var outcome = await customer.Result(lease);
        (await customer.Job(id).Complete(1, outcome)).ShouldBe(LeaseAnswer.Yours);

        var job = (await customer.Job(id).Read()).ShouldNotBeNull();
        (job.Status, job.Progress, job.Attempts).ShouldBe((JobStatus.Succeeded, 1, 1));
        job.ExpiresAt.ShouldBe(silo.Clock.GetUtcNow().AddHours(24));
        var wallet = await customer.Wallet.Read();
        (wallet.Balance, wallet.Held).ShouldBe((Customer.Credits - Customer.Price, 0));
        (await customer.Exists(job.Inputs[0].Picture)).ShouldBeFalse("inputs go with the end of the job");
        (await customer.Exists(job.Outputs[0].Picture)).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_call_may_be_repeated()
    {
        var id = customer.NewJob();
        var order = customer.Order();
        await customer.Job(id).Open(order);
        (await customer.Job(id).Open(order)).ShouldBeOfType<OpenResult.Opened>();
        (await customer.Job(id).Open(order with { Price = 1 })).ShouldBeOfType<OpenResult.Conflict>();

        var upload = await customer.Upload(order);
        await customer.Job(id).Submit(upload);
        (await customer.Job(id).Submit(upload)).ShouldBeOfType<SubmitResult.Queued>();

        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        var outcome = await customer.Result(lease);
        await customer.Job(id).Complete(1, outcome);
        (await customer.Job(id).Complete(1, outcome)).ShouldBe(LeaseAnswer.Yours);
        (await customer.Job(id).Submit(upload)).ShouldBeOfType<SubmitResult.Over>();
        (await customer.Wallet.Read()).Balance.ShouldBe(Customer.Credits - Customer.Price);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Customer.Price)]
    [InlineData(7)]
    public async Task The_price_that_is_known_with_the_last_picture_is_held_and_captured(long price)
    {
        var id = customer.NewJob();
        var order = customer.Order();
        await customer.Job(id).Open(order);
        var upload = await customer.Upload(order) with { Price = price };
        await customer.Job(id).Submit(upload);
        (await customer.Job(id).Submit(upload)).ShouldBeOfType<SubmitResult.Queued>().Job.Price.ShouldBe(price);
        (await customer.Job(id).Submit(upload with { Price = price + 1 })).ShouldBeOfType<SubmitResult.Queued>().Job.Price.ShouldBe(price, "it is fixed");
        (await customer.Wallet.Read()).Held.ShouldBe(price);

        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        await customer.Job(id).Complete(1, await customer.Result(lease));
        (await customer.Job(id).Read())!.Price.ShouldBe(price);
        var wallet = await customer.Wallet.Read();
        (wallet.Balance, wallet.Held).ShouldBe((Customer.Credits - price, 0));
    }

    [Fact]
    public async Task A_price_that_turns_out_too_high_for_the_wallet_ends_the_job_and_names_it()
    {
        var id = customer.NewJob();
        var order = customer.Order();
        await customer.Job(id).Open(order);
        (await customer.Job(id).Submit(await customer.Upload(order) with { Price = Customer.Credits + 1 }))
            .ShouldBe(new SubmitResult.Insufficient(Customer.Credits + 1, Customer.Credits));
        (await customer.Wallet.Read()).Held.ShouldBe(0);
        (await customer.Exists(order.Inputs[0])).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_enough_credits_the_job_ends_and_its_picture_is_gone()
    {
        var poor = await Customer.Join(silo, credits: 1);
        var id = poor.NewJob();
        var order = poor.Order();
        await poor.Job(id).Open(order);
        var upload = await poor.Upload(order);

        for (var times = 0; times < 2; times++)
        {
            (await poor.Job(id).Submit(upload)).ShouldBe(new SubmitResult.Insufficient(Customer.Price, 1));
        }

        var job = (await poor.Job(id).Read()).ShouldNotBeNull();
        (job.Status, job.Error!.Code, job.Forgotten).ShouldBe((JobStatus.Failed, "insufficient_credits", true));
        (await poor.Exists(order.Inputs[0])).ShouldBeFalse();
        (await poor.Wallet.Read()).Balance.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_answers_busy_and_costs_nothing()
    {
        silo.Limits.UserCapacity = 1;
        await customer.Send();
        var id = customer.NewJob();
        var order = customer.Order();
        await customer.Job(id).Open(order);

        (await customer.Job(id).Submit(await customer.Upload(order))).ShouldBe(new SubmitResult.Busy(silo.Limits.BusyRetryAfter));

        (await customer.Job(id).Read())!.Status.ShouldBe(JobStatus.Failed);
        (await customer.Wallet.Read()).Held.ShouldBe(Customer.Price, "the first job's only");
        (await customer.Exists(order.Inputs[0])).ShouldBeFalse();
    }

    [Fact]
    public async Task Bad_input_fails_at_once_and_gives_the_credits_back()
    {
        var id = await customer.Send();
        await customer.Lease();
        await customer.Job(id).Complete(1, new AttemptOutcome.Rejected(new JobError("unsupported_picture", "Not a picture.")));

        var job = (await customer.Job(id).Read())!;
        (job.Status, job.Error!.Code).ShouldBe((JobStatus.Failed, "unsupported_picture"));
        (await customer.Wallet.Read()).Available.ShouldBe(Customer.Credits);
    }

    [Fact]
    public async Task A_canceled_job_is_lost_to_its_worker_and_free_for_its_owner()
    {
        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();

        (await customer.Job(id).Cancel()).ShouldBeOfType<CancelResult.Canceled>();

        (await customer.Job(id).Renew(1, 0.9)).ShouldBe(LeaseAnswer.Lost);
        (await customer.Job(id).Complete(1, await customer.Result(lease))).ShouldBe(LeaseAnswer.Lost);
        (await customer.Wallet.Read()).Available.ShouldBe(Customer.Credits);
        (await customer.Job(id).Cancel()).ShouldBeOfType<CancelResult.Canceled>();
    }

    [Fact]
    public async Task After_the_end_it_is_too_late_to_cancel_and_unknown_jobs_are_unknown()
    {
        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        await customer.Job(id).Complete(1, await customer.Result(lease));

        (await customer.Job(id).Cancel()).ShouldBeOfType<CancelResult.TooLate>();
        (await customer.Job(customer.NewJob()).Cancel()).ShouldBeOfType<CancelResult.Unknown>();
        (await customer.Job(customer.NewJob()).Read()).ShouldBeNull();
    }

    [Fact]
    [Trait("Clause", "IMG-01")]
    [Trait("Clause", "NAN-02")]
    public async Task A_received_result_goes_after_the_grace_and_the_row_after_its_time()
    {
        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        var outcome = await customer.Result(lease);
        await customer.Job(id).Complete(1, outcome);

        var job = (await customer.Job(id).Received())!;
        job.ExpiresAt.ShouldBe(silo.Clock.GetUtcNow() + TestBrands.Rules.GraceAfterDelivery);
        silo.Clock.Advance(TimeSpan.FromMinutes(4));
        await customer.Sweep();
        (await customer.Exists(outcome.Outputs[0].Picture)).ShouldBeTrue();

        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        (await customer.Job(id).Read())!.Forgotten.ShouldBeTrue("what is due is shown as gone, whenever the sweep comes");
        await customer.Sweep();
        (await customer.Exists(outcome.Outputs[0].Picture)).ShouldBeFalse();
        (await customer.Job(id).Read())!.Outputs.ShouldBeEmpty();

        silo.Clock.Advance(TestBrands.Rules.JobRecords.Longest);
        await customer.Sweep();
        (await customer.Job(id).Read()).ShouldBeNull();
    }

    [Fact]
    public async Task Forget_takes_everything_at_once_whatever_the_job_does()
    {
        var waiting = await customer.Send();
        (await customer.Job(waiting).Forget())!.Status.ShouldBe(JobStatus.Canceled);

        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        var outcome = await customer.Result(lease);
        await customer.Job(id).Complete(1, outcome);
        var job = (await customer.Job(id).Forget())!;

        (job.Forgotten, job.Parameters, job.Inputs.Count).ShouldBe((true, "{}", 0));
        (await customer.Exists(outcome.Outputs[0].Picture)).ShouldBeFalse();
        (await customer.Wallet.Read()).Available.ShouldBe(Customer.Credits - Customer.Price);
    }

    [Fact]
    public async Task Watchers_hear_of_every_change_and_get_the_job_as_it_is_when_nothing_happens()
    {
        var id = await customer.Send();
        var version = (await customer.Job(id).Read())!.Version;

        var waiting = customer.Job(id).WaitAfter(version, TimeSpan.FromSeconds(20));
        await customer.Lease();
        var running = (await waiting.WaitAsync(TimeSpan.FromSeconds(20)))!;
        (running.Status, running.Version).ShouldBe((JobStatus.Running, version + 1));

        waiting = customer.Job(id).WaitAfter(running.Version, TimeSpan.FromSeconds(20));
        await customer.Job(id).Renew(1, 0.25);
        (await waiting.WaitAsync(TimeSpan.FromSeconds(20)))!.Progress.ShouldBe(0.25);

        (await customer.Job(id).WaitAfter(running.Version, TimeSpan.FromSeconds(20)))!.Version.ShouldBe(running.Version + 1);
        (await customer.Job(id).WaitAfter(running.Version + 1, TimeSpan.Zero))!.Version.ShouldBe(running.Version + 1);
    }

    [Fact]
    public async Task A_worker_that_waits_for_work_is_woken_by_a_job()
    {
        var dispatch = silo.Grains.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(Lane.Cpu));
        (await dispatch.WaitForWork(TimeSpan.Zero)).ShouldBeFalse();

        var waiting = dispatch.WaitForWork(TimeSpan.FromSeconds(20));
        await customer.Send();

        (await waiting.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        (await silo.Grains.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(Lane.Gpu)).WaitForWork(TimeSpan.Zero)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_waits_no_longer_leaves_no_call_behind_that_a_stop_would_have_to_wait_for()
    {
        using var gone = new CancellationTokenSource();
        var id = await customer.Send();
        await customer.Lease();
        var version = (await customer.Job(id).Read())!.Version;
        var watching = customer.Job(id).WaitAfter(version, TimeSpan.FromSeconds(20), gone.Token);
        var working = silo.Grains.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(Lane.Gpu)).WaitForWork(TimeSpan.FromSeconds(20), gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => watching);
        await Should.ThrowAsync<OperationCanceledException>(() => working);
    }

    [Fact]
    public async Task A_hold_without_a_job_is_released_once_it_is_old_enough()
    {
        await customer.Wallet.Hold(customer.NewJob(), 5);
        var live = await customer.Send();
        silo.Clock.Advance(silo.Limits.StrandedHoldAge - TimeSpan.FromSeconds(1));
        await customer.Sweep();
        (await customer.Wallet.Read()).Held.ShouldBe(5 + Customer.Price);

        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await customer.Sweep();

        (await customer.Wallet.Read()).Held.ShouldBe(Customer.Price);
        (await customer.Job(live).Read())!.Status.ShouldBe(JobStatus.Queued);
    }

    [Fact]
    public async Task A_success_whose_hold_was_given_back_is_not_handed_out()
    {
        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        await customer.Wallet.Release(id);
        var outcome = await customer.Result(lease);

        await customer.Job(id).Complete(1, outcome);

        var job = (await customer.Job(id).Read())!;
        (job.Status, job.Error!.Code).ShouldBe((JobStatus.Failed, "payment_conflict"));
        (await customer.Exists(outcome.Outputs[0].Picture)).ShouldBeFalse();
        (await customer.Wallet.Read()).Available.ShouldBe(Customer.Credits);
    }
}
