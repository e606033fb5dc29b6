using Darkroom.Brands;
using Darkroom.Jobs;
using Darkroom.Security;
using Darkroom.Storage.Jobs;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.Jobs;

/// <summary>A job store on a real database, and jobs to put into it.</summary>
internal sealed class JobStoreFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly BrandId Brand = new("testbrand");
    public static readonly MasterKey Master = new(new byte[MasterKey.Length]);

    public static readonly RetentionRules Rules = new(
        new RetentionRule(TimeSpan.FromHours(2), "T-01"), new RetentionRule(TimeSpan.FromHours(24), "T-02"),
        TimeSpan.FromMinutes(5), new RetentionRule(TimeSpan.FromDays(30), "T-03"),
        new RetentionRule(TimeSpan.FromDays(30), "T-04"));

    private readonly bool isMine;
    private int made;

    public JobStoreFixture(Engine engine)
        : this(new TestDatabase(engine)) => isMine = true;

    /// <summary>On a database that somebody else takes away.</summary>
    public JobStoreFixture(TestDatabase test) => Test = test;

    public TestDatabase Test { get; }

    public JobOptions Limits { get; } = new();

    public IJobStore Store => new JobStore(Test.Database, new JobBox(Master, RandomSource.System), Limits, TimeProvider.System);

    public static UserId User(int number) => new(Brand, $"u{number:D26}");

    /// <summary>A job in its first state; ids grow with each.</summary>
    public Job New(UserId owner, Lane lane = Lane.Cpu, string? callback = null)
    {
        var id = new JobId(Brand, $"j{++made:D26}");
        var picture = new PictureRef(owner, $"p{made:D26}");
        var command = new OpenJob(owner, "resize", """{"width":10}""", 3, [picture], callback, TimeSpan.FromMinutes(90), "r1");
        return Job.Open(id, command, lane, Rules, Start);
    }

    /// <summary>A job with its row in the queue.</summary>
    public async Task<Job> Queued(UserId owner, Lane lane = Lane.Cpu, string? callback = null, DateTimeOffset? at = null)
    {
        var job = New(owner, lane, callback);
        (await Store.Insert(job)).ShouldBeTrue();
        var queued = job.Queue(Received(job), at ?? Start).ShouldNotBeNull();
        (await Store.Enqueue(queued)).ShouldBe(EnqueueResult.Queued);
        return queued;
    }

    public static SubmitJob Received(Job job) => new(
        [new ReceivedInput(job.InputPictures[0], "image/jpeg", 100, 80, new StoredPicture(1234, new byte[32]), "Märta på stranden.jpg")]);

    public static AttemptOutcome.Done Done(Job job) => new(
        [new JobOutput(new PictureRef(job.Owner, "p" + new string('z', 26)), "image/png", 10, 10, 99, "Märta.png")]);

    public ValueTask DisposeAsync() => isMine ? Test.DisposeAsync() : ValueTask.CompletedTask;
}
