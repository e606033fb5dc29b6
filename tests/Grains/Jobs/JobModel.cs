using Darkroom.Brands;
using Darkroom.Jobs;
using Darkroom.Vault;

namespace Darkroom.Grains.Tests.Jobs;

/// <summary>What the tests of the job rules share: one brand's rules, one user, and jobs in any state.</summary>
internal static class JobModel
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly BrandId Brand = new("testbrand");
    public static readonly UserId Owner = new(Brand, "u00000000000000000000000001");
    public static readonly PictureRef Picture = new(Owner, "p00000000000000000000000001");
    public static readonly PictureRef Result = new(Owner, "p00000000000000000000000002");
    public static readonly JobOptions Limits = new() { MaximumAttempts = 3 };
    public static readonly JobError Crash = new("crashed", "The tool crashed.");
    public static readonly JobError BadPicture = new("unsupported_picture", "This is not a picture.");

    public static readonly RetentionRules Rules = new(
        new RetentionRule(TimeSpan.FromHours(2), "T-01"), new RetentionRule(TimeSpan.FromHours(24), "T-02"),
        TimeSpan.FromMinutes(5), new RetentionRule(TimeSpan.FromDays(30), "T-03"),
        new RetentionRule(TimeSpan.FromDays(30), "T-04"));

    public static readonly AttemptOutcome.Done Done = new([new JobOutput(Result, "image/png", 10, 10, 99, "a-resize.png")]);

    public static OpenJob Command(TimeSpan? keepFor = null) =>
        new(Owner, "resize", """{"width":10}""", 3, [Picture], null, keepFor, "r1");

    public static Job Receiving(TimeSpan? keepFor = null) => Job.Open(
        new JobId(Brand, "j00000000000000000000000001"), Command(keepFor), Lane.Cpu, Rules, Start);

    public static SubmitJob Submission { get; } =
        new([new ReceivedInput(Picture, "image/jpeg", 100, 80, new StoredPicture(1234, new byte[32]), "a.jpg")]);

    public static Job Queued(TimeSpan? keepFor = null) => Receiving(keepFor).Queue(Submission, Start).ShouldNotBeNull();

    public static Job Running(TimeSpan? keepFor = null) =>
        Queued(keepFor).Lease("worker", Start, Limits.LeaseDuration).ShouldNotBeNull();

    public static Job Succeeded(TimeSpan? keepFor = null) =>
        Running(keepFor).Complete(1, Done, Start, Limits, Rules).Next.ShouldNotBeNull().Settle(Rules, Start).ShouldNotBeNull();
}
