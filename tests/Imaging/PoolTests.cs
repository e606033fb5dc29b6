using System.Diagnostics;
using Darkroom.Imaging.Pool;
using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

public sealed class PoolTests
{
    private const string Small = """{"width":64}""";
    private const string Long = """{"strength":50,"format":"jpeg"}""";

    private static readonly byte[] Large = LargeJpeg();

    [Fact]
    public async Task A_picture_goes_through_a_child_process()
    {
        await using var engine = Engine.Start();

        var output = await engine.Make("resize", """{"width":256}""", Photos.Rocket);

        (output.Type, output.Extension, output.Width, output.Height).ShouldBe(("image/jpeg", "jpg", 256, 171));
        engine.Idle.ShouldHaveSingleItem().ShouldNotBe(Environment.ProcessId);
    }

    [Fact]
    public async Task A_child_that_was_killed_while_it_waited_is_replaced()
    {
        await using var engine = Engine.Start();
        await engine.WarmUp(CancellationToken.None);
        var first = engine.Idle.ShouldHaveSingleItem();

        await Kill(first);

        await engine.Make("resize", Small, Photos.Rocket);
        engine.Idle.ShouldHaveSingleItem().ShouldNotBe(first);
    }

    [Fact]
    public async Task A_child_that_is_killed_at_work_faults_its_request_only()
    {
        await using var engine = Engine.Start();
        var (running, atWork) = Begin(engine, CancellationToken.None);
        await atWork;

        await Kill(engine.Busy.ShouldHaveSingleItem());

        (await running).ShouldBeOfType<ImagingResult.Faulted>().Error.ShouldBe(ImagingErrors.Crashed);
        await engine.Make("resize", Small, Photos.Rocket);
    }

    [Fact]
    public async Task Work_that_takes_too_long_is_killed()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 1, BaseTime = TimeSpan.FromMilliseconds(300), TimePerMegapixel = TimeSpan.Zero });

        var result = await engine.Run("denoise", Long, Large);

        result.ShouldBeOfType<ImagingResult.Faulted>().Error.ShouldBe(ImagingErrors.TimeLimit);
        engine.Idle.ShouldBeEmpty();
    }

    [Fact]
    public async Task Canceled_work_stops_and_its_child_goes_on()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 1, CancelTime = TimeSpan.FromMinutes(2) });
        using var cancellation = new CancellationTokenSource();
        var (running, atWork) = Begin(engine, cancellation.Token);
        await atWork;
        var child = engine.Busy.ShouldHaveSingleItem();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        engine.Idle.ShouldBe([child]);
        await engine.Make("resize", Small, Photos.Rocket);
        engine.Idle.ShouldBe([child]);
    }

    [Fact]
    public async Task Canceled_work_that_does_not_stop_is_killed()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 1, CancelTime = TimeSpan.Zero });
        using var cancellation = new CancellationTokenSource();
        var (running, atWork) = Begin(engine, cancellation.Token);
        await atWork;

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await engine.Make("resize", Small, Photos.Rocket);
    }

    [Fact]
    public async Task Memory_beyond_the_limit_is_refused_and_the_pool_goes_on()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 1, MemoryBytes = 256 << 20 });
        using var huge = new Mat(7000, 7000, MatType.CV_8UC4, new Scalar(1, 2, 3, 4));

        var result = await engine.Run("resize", """{"width":6000,"format":"png"}""", Pictures.Encode(huge, ".png"));

        result.ShouldBeOfType<ImagingResult.Faulted>().Error.Code.ShouldBeOneOf(ImagingErrors.MemoryLimit.Code, ImagingErrors.Crashed.Code);
        await engine.Make("resize", Small, Photos.Rocket);
    }

    [Fact]
    public async Task A_child_is_replaced_after_its_share()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 1, RequestsPerChild = 2 });
        await engine.Make("resize", Small, Photos.Rocket);
        var first = engine.Idle.ShouldHaveSingleItem();
        await engine.Make("resize", Small, Photos.Rocket);

        engine.Idle.ShouldNotContain(first);
        await engine.Make("resize", Small, Photos.Rocket);
    }

    [Fact]
    public async Task Requests_beyond_the_capacity_wait_their_turn()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 2 });

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => engine.Run("resize", Small, Photos.Rocket)));

        results.ShouldAllBe(result => result is ImagingResult.Done);
        engine.Idle.Count.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Closing_ends_the_work_and_the_children()
    {
        var engine = Engine.Start();
        var (running, atWork) = Begin(engine, CancellationToken.None);
        await atWork;
        var child = engine.Busy.ShouldHaveSingleItem();

        await engine.DisposeAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        Should.Throw<ArgumentException>(() => Process.GetProcessById(child));
    }

    [Fact]
    public async Task A_child_ends_when_its_parent_is_gone()
    {
        using var child = Process.Start(ChildProgram.Describe(new ImagingOptions()))!;

        child.StandardInput.Close();

        await child.WaitForExitAsync();
        child.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_child_has_limits_and_no_secrets()
    {
        await using var engine = Engine.Start(new ImagingOptions { Children = 1, MemoryBytes = 1L << 30 });
        await engine.WarmUp(CancellationToken.None);
        var child = engine.Idle.ShouldHaveSingleItem();

        var limits = await File.ReadAllTextAsync($"/proc/{child}/limits");
        limits.ShouldMatch(@"Max data size\s+1073741824\s+1073741824");
        limits.ShouldMatch(@"Max file size\s+0\s+0");
        limits.ShouldMatch(@"Max core file size\s+0\s+0");
        (await File.ReadAllTextAsync($"/proc/{child}/oom_score_adj")).Trim().ShouldBe("900");
        var environment = ChildProgram.Describe(new ImagingOptions()).Environment.Keys;
        environment.ShouldAllBe(name => name.StartsWith("DOTNET_") || new[] { "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "OPENCV_LOG_LEVEL", "MALLOC_ARENA_MAX", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES" }.Contains(name));
    }

    [Fact]
    public async Task Many_requests_leave_no_memory_behind()
    {
        await using var engine = Engine.Start();
        async Task<long> After(int requests)
        {
            for (var n = 0; n < requests; n++) await engine.Make("resize", """{"width":320,"format":"webp"}""", n % 2 == 0 ? Photos.Rocket : Photos.Astronaut);
            using var child = Process.GetProcessById(engine.Idle.ShouldHaveSingleItem());
            return child.WorkingSet64;
        }

        var warm = await After(60);
        var later = await After(200);

        // 260 decoded pictures are some 250 MB; a leak of each would show.
        (later - warm).ShouldBeLessThan(64 << 20);
    }

    [Fact]
    public void Options_that_make_no_sense_are_named()
    {
        Should.Throw<ArgumentException>(() => Engine.Start(new ImagingOptions { Children = 0 })).Message.ShouldContain("Imaging__Children");
        Should.Throw<ArgumentException>(() => Engine.Start(new ImagingOptions { Models = "/no/such/folder" })).Message.ShouldContain("Imaging__Models");
    }

    private static (Task<ImagingResult> Running, Task AtWork) Begin(ImagingProcessPool engine, CancellationToken cancellation)
    {
        var atWork = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = engine.Run(Engine.Request("denoise", Long, Large), new Watch(atWork), cancellation);
        return (running, atWork.Task);
    }

    private static async Task Kill(int child)
    {
        using var process = Process.GetProcessById(child);
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static byte[] LargeJpeg()
    {
        using var large = Pictures.Mosaic(4096, 4096);
        return Pictures.Encode(large, ".jpg", 80);
    }

    private sealed class Watch(TaskCompletionSource reached) : IProgress<double>
    {
        public void Report(double value) => reached.TrySetResult();
    }
}
