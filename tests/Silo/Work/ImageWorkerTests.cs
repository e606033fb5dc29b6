using Darkroom.Imaging;
using Darkroom.Jobs;
using Darkroom.Silo.Tests.Support;
using Darkroom.Silo.Work;
using Darkroom.Vault;

namespace Darkroom.Silo.Tests.Work;

public sealed class ImageWorkerTests : IAsyncLifetime
{
    private readonly FakeEngine engine = new();
    private JobSilo silo = null!;
    private Customer customer = null!;

    public async Task InitializeAsync()
    {
        silo = await JobSilo.Start(engine);
        customer = await Customer.Join(silo, credits: 100);
    }

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Fact]
    public async Task A_job_is_done_with_its_own_picture_and_parameters()
    {
        var id = await customer.Send();
        var job = await customer.Until(id, job => job.Status == JobStatus.Succeeded);

        var request = engine.Requests.ShouldHaveSingleItem();
        (request.Tool, request.Parameters, request.CorrelationId).ShouldBe(("resize", """{"width":10}""", "request-1"));
        request.Inputs[0].ToArray().ShouldBe("a picture"u8.ToArray());
        job.Outputs[0].FileName.ShouldBe("beach-resize.png");
        await using var stored = (await silo.Get<IPictureVault>().Open(job.Outputs[0].Picture, default)).ShouldNotBeNull();
        using var reader = new StreamReader(stored.Content);
        (await reader.ReadToEndAsync()).ShouldBe("a result");
    }

    [Fact]
    public async Task Two_lanes_share_the_slots_and_none_is_overrun()
    {
        var gate = new SemaphoreSlim(0);
        engine.Work = async (_, _, stop) =>
        {
            await gate.WaitAsync(stop);
            return FakeEngine.Result;
        };
        var jobs = new List<JobId>();
        for (var i = 0; i < 4; i++)
        {
            jobs.Add(await customer.Send("resize"));
            jobs.Add(await customer.Send("remove-background"));
        }

        gate.Release(jobs.Count);
        foreach (var id in jobs)
        {
            await customer.Until(id, job => job.Status == JobStatus.Succeeded);
        }

        engine.MostAtOnce.ShouldBe(engine.Capacity);
        engine.Requests.Take(4).Select(request => request.Tool).Distinct().Count().ShouldBe(2, "no lane waits for the other to be empty");
    }

    [Fact]
    public async Task A_fault_is_tried_again_after_its_wait_and_leaves_nothing()
    {
        var faults = 1;
        engine.Work = (_, _, _) => Task.FromResult<ImagingResult>(Interlocked.Decrement(ref faults) >= 0
            ? new ImagingResult.Faulted(new JobError("worker_crashed", "Crashed.")) : FakeEngine.Result);
        var id = await customer.Send();
        await customer.Until(id, job => job is { Status: JobStatus.Queued, Attempts: 1 });

        silo.Clock.Advance(silo.Limits.FirstBackoff);

        (await customer.Until(id, job => job.Status == JobStatus.Succeeded)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Progress_is_seen_and_a_cancellation_stops_the_work()
    {
        var started = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        engine.Work = async (_, progress, stop) =>
        {
            progress.Report(0.4);
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                stopped.SetResult();
            }

            return FakeEngine.Result;
        };
        var id = await customer.Send();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        silo.Clock.Advance(TimeSpan.FromSeconds(1));
        await customer.Until(id, job => job.Progress == 0.4);

        (await customer.Job(id).Cancel()).ShouldBeOfType<CancelResult.Canceled>();
        silo.Clock.Advance(TimeSpan.FromSeconds(1));

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));
        (await customer.Wallet.Read()).Available.ShouldBe(100);
    }

    [Fact]
    public async Task A_long_job_outlives_its_lease_because_the_lease_is_renewed()
    {
        var go = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        engine.Work = async (_, _, stop) =>
        {
            started.SetResult();
            await go.Task.WaitAsync(stop);
            return FakeEngine.Result;
        };
        var id = await customer.Send();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var store = silo.Get<IJobStore>();
        for (var seconds = 0; seconds < 90; seconds += 20)
        {
            var before = (await store.Read(id))!.LeaseUntil;
            silo.Clock.Advance(TimeSpan.FromSeconds(20));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while ((await store.Read(id, patience.Token))!.LeaseUntil == before)
            {
                await Task.Yield();
            }
        }

        go.SetResult();
        (await customer.Until(id, job => job.Status == JobStatus.Succeeded)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_outlasts_the_drain_is_handed_back_and_done_after_the_restart()
    {
        var started = new TaskCompletionSource();
        engine.Work = async (_, _, stop) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return FakeEngine.Result;
        };
        var id = await customer.Send();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var stop = silo.Stop();
        await silo.Clock.UntilTimer(silo.Work.Drain);
        silo.Clock.Advance(silo.Work.Drain);
        await stop;
        engine.Work = (_, _, _) => Task.FromResult<ImagingResult>(FakeEngine.Result);
        await silo.Restart();
        (await customer.Until(id, job => job.Status == JobStatus.Succeeded)).Attempts.ShouldBe(1, "an attempt handed back does not count");
    }

    [Fact]
    public async Task A_restart_takes_up_what_a_killed_process_had_leased()
    {
        await silo.Restart(withoutWork: true);
        var id = await customer.Send();
        (await customer.Lease()).Count.ShouldBe(1);

        await silo.Restart();
        var lapsed = await customer.Until(id, job => job is { Status: JobStatus.Queued } or { Status: JobStatus.Succeeded });
        lapsed.Attempts.ShouldBe(1);
        silo.Clock.Advance(silo.Limits.FirstBackoff);
        (await customer.Until(id, job => job.Status == JobStatus.Succeeded)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_picture_that_was_forgotten_before_its_turn_ends_the_job_without_charge()
    {
        await silo.Restart(withoutWork: true);
        var id = await customer.Send();
        var input = (await customer.Job(id).Read())!.Inputs[0].Picture;
        await silo.Get<Darkroom.Retention.IForgetting>().ForgetNow([input], default);
        await silo.Restart();

        (await customer.Until(id, job => job.Status == JobStatus.Failed)).Error!.Code.ShouldBe("input_gone");
        (await customer.Wallet.Read()).Available.ShouldBe(100);
    }

    [Theory]
    [InlineData("beach.jpg", 0, "beach-resize.png")]
    [InlineData("../../etc/pass\"wd", 0, "passwd-resize.png")]
    [InlineData(null, 0, "picture-resize.png")]
    [InlineData(".jpg", 1, "jpg-resize-2.png")]
    public void Results_are_named_after_the_picture_and_the_tool(string? input, int index, string name) =>
        OutputName.For(input, "resize", index, "png").ShouldBe(name);
}
