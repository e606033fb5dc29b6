using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Silo.Work;
using Darkroom.Vault;
using Darkroom.Wallets;

namespace Darkroom.Silo.Tests.Support;

/// <summary>Somebody with credits who sends jobs, and looks at what became of them.</summary>
internal sealed class Customer
{
    public const long Credits = 20;
    public const long Price = 3;
    private readonly JobSilo silo;

    private Customer(JobSilo silo, UserId id) => (this.silo, Id) = (silo, id);

    public UserId Id { get; }

    public IWalletGrain Wallet => silo.Grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(Id));

    public static async Task<Customer> Join(JobSilo silo, long credits = Credits)
    {
        var customer = new Customer(silo, UserId.New(TestBrands.Brand, silo.Clock, RandomSource.System));
        if (credits > 0)
        {
            await customer.Wallet.Grant(new CreditGrant("welcome", LotKind.Promotional, credits, null));
        }

        return customer;
    }

    public JobId NewJob() => JobId.New(TestBrands.Brand, silo.Clock, RandomSource.System);

    public IJobGrain Job(JobId id) => silo.Grains.GetGrain<IJobGrain>(GrainKeys.Job(id));

    public OpenJob Order(string tool = "resize", string? callback = null, TimeSpan? keepFor = null) => new(
        Id, tool, """{"width":10}""", Price, [PictureRef.New(Id, silo.Clock, RandomSource.System)], callback, keepFor, "request-1");

    /// <summary>The whole upload: open, store, submit.</summary>
    public async Task<JobId> Send(string tool = "resize", string? callback = null, TimeSpan? keepFor = null)
    {
        var id = NewJob();
        var order = Order(tool, callback, keepFor);
        (await Job(id).Open(order)).ShouldBeOfType<OpenResult.Opened>();
        (await Job(id).Submit(await Upload(order))).ShouldBeOfType<SubmitResult.Queued>();
        return id;
    }

    /// <summary>Stores the bytes of an order's picture.</summary>
    public async Task<SubmitJob> Upload(OpenJob order)
    {
        using var content = new MemoryStream("a picture"u8.ToArray());
        var stored = await silo.Get<IPictureVault>().Put(order.Inputs[0], content, default);
        return new SubmitJob([new ReceivedInput(order.Inputs[0], "image/jpeg", 10, 10, stored, "beach.jpg")]);
    }

    /// <summary>What a worker does between lease and report: stores a result with its row before it.</summary>
    public async Task<AttemptOutcome.Done> Result(JobLease lease)
    {
        var picture = PictureRef.New(Id, silo.Clock, RandomSource.System);
        await silo.Get<IForgetting>().Register(
            new RetainedPicture(picture, lease.Job, "output", "T-02", silo.Clock.GetUtcNow().AddHours(1)), default);
        using var content = new MemoryStream("a result"u8.ToArray());
        var stored = await silo.Get<IPictureVault>().Put(picture, content, default);
        return new AttemptOutcome.Done([new JobOutput(picture, "image/png", 5, 5, stored.Bytes, "beach-resize.png")]);
    }

    public Task<IReadOnlyList<JobLease>> Lease(Lane lane = Lane.Cpu, int count = 1) =>
        silo.Grains.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(lane)).Lease("test", count);

    public Task Sweep() => silo.Get<JobRecovery>().Sweep(default);

    /// <summary>Waits until the job is as wanted; fails when that takes a minute.</summary>
    public async Task<JobView> Until(JobId id, Func<JobView, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var job = (await Job(id).Read()).ShouldNotBeNull();
        while (!wanted(job))
        {
            try
            {
                job = (await Job(id).WaitAfter(job.Version, TimeSpan.FromSeconds(20)).WaitAsync(patience.Token)).ShouldNotBeNull();
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The job stays {job.Status}, progress {job.Progress}, attempts {job.Attempts}, error {job.Error}.");
            }
        }

        return job;
    }

    /// <summary>Whether the picture can still be read.</summary>
    public async Task<bool> Exists(PictureRef picture)
    {
        await using var stored = await silo.Get<IPictureVault>().Open(picture, default);
        return stored is not null;
    }
}
