using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Silo.Tests.Support;
using Darkroom.Wallets;

namespace Darkroom.Silo.Tests.Jobs;

/// <summary>
/// Lets every single step of the storage fail in turn, before and after it was durable, with callers that repeat themselves and
/// callers that are never heard of again. Whatever is cut, the sweeps bring the job to its end: done and charged once, or not
/// done and not charged, and nothing is left behind.
/// </summary>
[Trait("Clause", "IMG-01")]
[Trait("Clause", "IMG-06")]
[Trait("Clause", "NAN-03")]
public sealed class CrashTests : IAsyncLifetime
{
    private JobSilo silo = null!;

    public async Task InitializeAsync() => silo = await JobSilo.Start();

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_job_that_succeeds(bool repeats) => EveryCut(repeats, async run =>
    {
        await run.Send();
        await run.Work(run.Customer.Result);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_job_with_bad_input(bool repeats) => EveryCut(repeats, async run =>
    {
        await run.Send();
        await run.Work(_ => Task.FromResult<AttemptOutcome>(new AttemptOutcome.Rejected(new JobError("unsupported_picture", "No."))));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_job_that_is_canceled_at_work(bool repeats) => EveryCut(repeats, async run =>
    {
        await run.Send();
        await run.Work(async lease =>
        {
            await run.Step(() => run.Job.Cancel());
            return await run.Customer.Result(lease);
        });
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_job_that_is_received_and_then_forgotten(bool repeats) => EveryCut(repeats, async run =>
    {
        await run.Send();
        await run.Work(run.Customer.Result);
        await run.Step(() => run.Job.Received());
        await run.Step(() => run.Job.Forget());
    });

    [Fact]
    public Task An_upload_that_nobody_can_pay_for() => EveryCut(repeats: false, run => run.Send(), credits: 1);

    private async Task EveryCut(bool repeats, Func<Run, Task> scenario, long credits = Customer.Credits)
    {
        var whole = await Play(0, after: false, repeats, scenario, credits);
        whole.Steps.ShouldBeGreaterThan(10);
        List<Run> runs = [whole];
        for (var step = 1; step <= whole.Steps; step++)
        {
            runs.Add(await Play(step, after: false, repeats, scenario, credits));
            runs.Add(await Play(step, after: true, repeats, scenario, credits));
        }

        silo.Faults.Disarm();

        // Leases lapse and attempts wait for their backoff; nobody works any more, so that in the end the queue's limit ends the rest.
        for (var hours = 0; hours < 10; hours++)
        {
            silo.Clock.Advance(TimeSpan.FromHours(1));
            await whole.Customer.Sweep();
        }

        foreach (var run in runs)
        {
            await CheckEnd(run);
        }

        silo.Clock.Advance(TimeSpan.FromHours(48));
        await whole.Customer.Sweep();
        await silo.ForgetWhatIsDue();
        (await silo.Get<IForgettingStatus>().Lateness(default)).Overdue.ShouldBe(0);
        foreach (var run in runs)
        {
            foreach (var picture in run.Pictures)
            {
                (await run.Customer.Exists(picture)).ShouldBeFalse(run.Name);
            }
        }
    }

    private async Task<Run> Play(int step, bool after, bool repeats, Func<Run, Task> scenario, long credits)
    {
        silo.Faults.Disarm();
        var name = $"cut {(after ? "after" : "before")} step {step}, {(repeats ? "repeating" : "silent")} callers";
        var run = new Run(await Customer.Join(silo, credits), credits, repeats, name);
        silo.Faults.Arm(step, after);
        try
        {
            await scenario(run);
        }
        catch (Exception failure) when (IsCut(failure))
        {
        }

        (step == 0 || silo.Faults.Struck).ShouldBeTrue($"{name} was never reached");
        run.Steps = silo.Faults.Steps;
        return run;
    }

    /// <summary>What a cut looks like to a caller: the fault itself, or what forgetting makes of it.</summary>
    private static bool IsCut(Exception failure) => failure is StorageUnavailableException or IOException { InnerException: StorageUnavailableException };

    private static async Task CheckEnd(Run run)
    {
        var job = await run.Job.Read();
        var succeeded = job?.Status == JobStatus.Succeeded;
        if (job is not null)
        {
            job.Status.ShouldBeOneOf([JobStatus.Succeeded, JobStatus.Failed, JobStatus.Canceled, JobStatus.Expired], run.Name);
        }

        var wallet = await run.Customer.Wallet.Read();
        wallet.Held.ShouldBe(0, run.Name);
        wallet.Balance.ShouldBe(run.Credits - (succeeded ? Customer.Price : 0), run.Name);
        var captures = (await run.Customer.Wallet.Transfers(null, 100)).Transfers.Count(transfer => transfer.Kind == "capture");
        captures.ShouldBe(succeeded ? 1 : 0, run.Name);
        if (job is { Status: JobStatus.Succeeded, Forgotten: false })
        {
            (await run.Customer.Exists(job.Outputs[0].Picture)).ShouldBeTrue(run.Name);
        }
    }

    /// <summary>One run of a scenario.</summary>
    internal sealed class Run(Customer customer, long credits, bool repeats, string name)
    {
        private readonly JobId id = customer.NewJob();

        public Customer Customer => customer;

        public IJobGrain Job => customer.Job(id);

        public long Credits => credits;

        public string Name => name;

        public int Steps { get; set; }

        public List<PictureRef> Pictures { get; } = [];

        public async Task Send()
        {
            var order = customer.Order();
            Pictures.AddRange(order.Inputs);
            await Step(() => Job.Open(order));
            var upload = await Upload(order);
            await Step(() => Job.Submit(upload));
        }

        /// <summary>Bytes are sent once; when storing them fails, the gateway abandons the job.</summary>
        private async Task<SubmitJob> Upload(OpenJob order)
        {
            try
            {
                return await customer.Upload(order);
            }
            catch (Exception failure) when (repeats && IsCut(failure))
            {
                await Job.Abandon("The picture could not be stored.");
                throw;
            }
        }

        public async Task Work(Func<JobLease, Task<AttemptOutcome>> work)
        {
            // Jobs that earlier cuts left in the queue come along; to them this is a worker that dies.
            var leases = await Step(() => customer.Lease(count: 64));
            if (leases.FirstOrDefault(lease => lease.Owner == customer.Id) is { } lease)
            {
                var outcome = await work(lease);
                Pictures.AddRange(outcome is AttemptOutcome.Done done ? done.Outputs.Select(output => output.Picture) : []);
                await Step(() => customer.Job(lease.Job).Complete(lease.Epoch, outcome));
            }
        }

        public Task Work(Func<JobLease, Task<AttemptOutcome.Done>> work) =>
            Work(async lease => (AttemptOutcome)await work(lease));

        public async Task<T> Step<T>(Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (repeats && IsCut(failure))
            {
                return await call();
            }
        }
    }
}
