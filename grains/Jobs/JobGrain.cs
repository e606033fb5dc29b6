using Darkroom.Brands;
using Darkroom.Retention;
using Darkroom.Telemetry;
using Darkroom.Tools;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging;

namespace Darkroom.Jobs;

/// <summary>
/// Reads the row, asks the rules, writes the row by compare-and-set, answers. Keeps nothing but its watchers between calls, so
/// that a second activation of the same job can be late but never wrong.
/// </summary>
internal sealed partial class JobGrain(
    IJobStore store, IForgetting forgetting, IBrands brands, JobOptions limits, TimeProvider time, DarkroomMetrics metrics,
    ILogger<JobGrain> logger) : Grain, IJobGrain
{
    /// <summary>Watchers look at the row this often even without a signal, since a signal can be lost between silos.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(25);

    private readonly Watchers watchers = new();

    private JobId Id => JobId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()));

    private RetentionRules Rules => brands[Id.Brand].Retention;

    private DateTimeOffset Now => time.GetUtcNow();

    public async Task<OpenResult> Open(OpenJob command)
    {
        if (command.Owner.Brand != Id.Brand || !ToolCatalog.All.TryGetValue(command.Tool, out var tool))
        {
            throw new ArgumentException("A job belongs to its owner's brand and runs a tool of the catalogue.", nameof(command));
        }

        var job = Job.Open(Id, command, tool.Lane, Rules, Now);
        if (!await store.Insert(job))
        {
            job = await store.Read(Id);
            if (job is null || !job.Answers(command))
            {
                return new OpenResult.Conflict();
            }
        }

        if (job is { Status: JobStatus.Receiving, IsOpen: true })
        {
            await Retain(job.InputPictures, "input", Rules.Inputs.Clause, job.ExpiresAt);
        }

        return new OpenResult.Opened(job.View(Now));
    }

    public async Task<SubmitResult> Submit(SubmitJob command)
    {
        var job = await store.Read(Id) ?? throw new InvalidOperationException("The job was never opened.");
        if (job.Status != JobStatus.Receiving || !job.IsOpen)
        {
            return await AnswerAgain(job, command);
        }

        // The cheap look first: most refusals need not touch the wallet. The store decides for good below.
        if (!await store.HasRoom(job.Lane, job.Owner))
        {
            return await Refuse(JobErrors.Busy, command);
        }

        // The row first: whoever takes the job up after a crash must find what was held.
        job = command.Price is { } price ? await Change(current => current.FixPrice(price)) ?? job : job;
        return await Wallet(job).Hold(Id, job.Price) switch
        {
            HoldResult.Held => await Queue(job, command),
            HoldResult.Insufficient => await Refuse(JobErrors.InsufficientCredits, command),
            HoldResult.AllowanceUsedUp => await Refuse(JobErrors.AllowanceUsedUp, command),
            _ => await Refuse(JobErrors.PaymentConflict, command),
        };
    }

    public async Task Abandon(string reason)
    {
        if (await Change(job => job.Abandon(JobErrors.UploadFailed(reason))) is { } job)
        {
            await SettleOn(job);
        }
    }

    public async Task<JobView?> Read() => (await store.Read(Id))?.View(Now);

    public async Task<JobView?> WaitAfter(long version, TimeSpan patience, CancellationToken cancellation = default)
    {
        var end = Now + (patience < LongestPatience ? patience : LongestPatience);
        while (true)
        {
            var change = watchers.Next;
            var job = await store.Read(Id, cancellation);
            var left = end - Now;
            if (job is null || job.Version > version || left <= TimeSpan.Zero || cancellation.IsCancellationRequested)
            {
                return job?.View(Now);
            }

            await Watchers.WaitFor(change, left < LookAgain ? left : LookAgain, time, cancellation);
        }
    }

    public Task Changed()
    {
        watchers.Wake();
        return Task.CompletedTask;
    }

    public async Task<CancelResult> Cancel()
    {
        if (await Change(job => job.Cancel()) is not { } job)
        {
            return new CancelResult.Unknown();
        }

        job = await SettleOn(job);
        return job.Status == JobStatus.Canceled ? new CancelResult.Canceled(job.View(Now)) : new CancelResult.TooLate(job.View(Now));
    }

    public async Task<JobView?> Received()
    {
        var now = Now;
        var job = await Change(job => job.Deliver(Rules.GraceAfterDelivery, now));
        if (job is { DeliveredAt: not null, Forgotten: false })
        {
            // Repeated on every call: a crash between the row and this must not lengthen the stay.
            await forgetting.BringForward([.. job.Pictures], job.ExpiresAt, default);
        }

        return job?.View(Now);
    }

    public async Task<JobView?> Forget()
    {
        if (await Change(job => job.Cancel()) is not { } job)
        {
            return null;
        }

        await SettleOn(job);
        var now = Now;
        job = await Change(job => job.Expire(now));
        return (job is null ? null : await ForgetWhatIsDue(job))?.View(Now);
    }

    public async Task<LeaseAnswer> Renew(long epoch, double progress)
    {
        var now = Now;
        var job = await Change(job => job.Renew(epoch, progress, now, limits.LeaseDuration));
        return job is not null && job.IsLeased(epoch) ? LeaseAnswer.Yours : LeaseAnswer.Lost;
    }

    public async Task<LeaseAnswer> Complete(long epoch, AttemptOutcome outcome)
    {
        var now = Now;
        if (outcome is AttemptOutcome.Done done && await store.Read(Id) is { } running && running.IsLeased(epoch))
        {
            // The policy's date before the outcome: nothing that a job can show is ever without one.
            await Retain(
                [.. done.Outputs.Select(output => output.Picture)], "output", Rules.Outputs.Clause, now + Rules.Outputs.Longest);
        }

        var answer = LeaseAnswer.Lost;
        var job = await Change(job =>
        {
            (answer, var next) = job.Complete(epoch, outcome, now, limits, Rules);
            return next;
        });
        if (job is not null && answer == LeaseAnswer.Yours)
        {
            await SettleOn(job);
        }

        return answer;
    }

    public async Task Recover()
    {
        var now = Now;
        if (await Change(job => job.Overdue(now, limits)) is not { } job)
        {
            return;
        }

        job = await SettleOn(job);
        if (job.IsOver && job.ExpiresAt <= now)
        {
            job = await ForgetWhatIsDue(job);
        }

        if (job is { Forgotten: true, RemoveAt: { } removeAt } && removeAt <= now)
        {
            await store.Remove(job);
        }
    }
}
