using System.Security.Cryptography;
using Darkroom.Brands;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Idempotency;
using Darkroom.Gateway.Problems;
using Darkroom.Idempotency;
using Darkroom.Jobs;
using Darkroom.Pictures;
using Darkroom.Vault;
using Darkroom.Wallets;

namespace Darkroom.Gateway.Intake;

/// <summary>
/// One job on its way in: its key, its row, its pictures. Either <see cref="Submit"/> queues it, or disposing ends the row, which
/// forgets what was stored. With an <c>Idempotency-Key</c> that stands for a finished job, the files are only compared.
/// </summary>
internal sealed class IncomingJob(JobIntake intake, BrandPolicy brand, Caller caller, IdempotencyKey? key, string requestId) : IAsyncDisposable
{
    private readonly List<ReceivedInput> inputs = [];
    private readonly List<byte[]> digests = [];
    private JobForm form = null!;
    private JobRequest request = null!;
    private IncomingPrice price = null!;
    private IReadOnlyList<PictureRef> pictures = [];
    private JobId id;
    private HeldKey? held;
    private IdempotencyRecord? earlier;
    private bool isOpen;
    private bool isReplay;

    /// <summary>The job, once <see cref="Submit"/> has refused nothing.</summary>
    public JobView? Result { get; private set; }

    public static Problem TooLarge(long limit) =>
        new Problem(ProblemKinds.TooLarge, $"A file may have {limit} bytes.").With("limit", limit);

    /// <summary>The fields are known: takes the key and looks whether the price can be the quoted one and the wallet could pay it.</summary>
    /// <param name="fields">As sent, for the fingerprint.</param>
    /// <param name="checkedRequest">As read.</param>
    /// <param name="files">How many pictures will come; null when that is not known yet.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Problem?> Begin(JobForm fields, JobRequest checkedRequest, int? files, CancellationToken cancellation)
    {
        (form, request) = (fields, checkedRequest);
        id = JobId.New(brand.Id, intake.Time, intake.Random);
        if (key is not null && await TakeKey(key, cancellation) is { } refusal)
            return refusal;
        if (isReplay)
            return null;
        price = new IncomingPrice(request.Offer, request.Tool, brand.Uploads.LargestPicture, request.Quoted);
        if (price.Expect(files) is { } changed)
            return changed;
        pictures = [.. Enumerable.Range(0, Math.Min(files ?? int.MaxValue, request.Tool.MaximumInputs))
            .Select(_ => PictureRef.New(caller.User, intake.Time, intake.Random))];

        return price.PayFrom(await intake.Grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(caller.User)).Read());
    }

    /// <summary>Takes one picture into the vault.</summary>
    public async Task<Problem?> Take(Stream content, string? fileName, CancellationToken cancellation)
    {
        if (digests.Count == request.Tool.MaximumInputs)
            return Problem.BadParameter(JobForm.File, $"This tool takes at most {request.Tool.MaximumInputs} picture(s).");
        var limits = new ProbeLimits(brand.Uploads.MaximumPixels, brand.Uploads.MaximumSide);
        await using var upload = new UploadStream(content, limits, brand.Uploads.MaximumBytes, isReplay ? null : price.Add);
        if (!await upload.Prime(cancellation))
            return upload.Refusal;
        try
        {
            if (isReplay)
            {
                digests.Add(await SHA256.HashDataAsync(upload, cancellation));
                return null;
            }

            await Open();
            var picture = pictures[digests.Count];
            var stored = await intake.Vault.Put(picture, upload, cancellation);
            var header = upload.Header ?? throw new InvalidOperationException("A stored picture has a known header.");
            inputs.Add(new ReceivedInput(picture, header.Type.MediaType(), header.Width, header.Height, stored, fileName));
            digests.Add(stored.Sha256);
            return null;
        }
        catch (Exception) when (upload.Refusal is not null)
        {
            return upload.Refusal; // The vault may wrap what stopped the stream; the reason is here.
        }
        catch (PictureForgottenException)
        {
            return EndedEarly(); // Its owner canceled it, or erased the account, while the bytes were on their way.
        }
    }

    /// <summary>All pictures are there: queues the job, or answers with the one that the key stands for.</summary>
    public async Task<Problem?> Submit(CancellationToken cancellation)
    {
        if (digests.Count < request.Tool.MinimumInputs)
            return Problem.BadParameter(JobForm.File, $"This tool needs {request.Tool.MinimumInputs} picture(s).");
        var fingerprint = form.Fingerprint(digests);
        if (isReplay)
            return await Replay(fingerprint);
        if (price.Close() is { } changed)
            return changed;
        if (held is not null && !await held.HandOver(fingerprint, cancellation))
            return InProgress(TimeSpan.FromSeconds(1));

        isOpen = false; // From here on the job says itself what becomes of it.
        switch (await Grain().Submit(new SubmitJob(inputs, price.Least)))
        {
            case SubmitResult.Queued queued:
                Result = queued.Job;
                if (held is not null)
                    await held.Complete(null);
                return null;
            case SubmitResult.Insufficient missing:
                held?.CameToNothing();
                return PaymentProblems.Insufficient(missing.Required, missing.Available);
            case SubmitResult.AllowanceUsedUp used:
                held?.CameToNothing();
                return PaymentProblems.AllowanceUsedUp(used.Required, used.Available, used.Withheld);
            case SubmitResult.Busy busy:
                held?.CameToNothing();
                return new Problem(ProblemKinds.Busy) { RetryAfter = busy.RetryAfter };
            default:
                held?.CameToNothing();
                return EndedEarly();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (isOpen)
                await Grain().Abandon("The upload was refused or broken off. Nothing was charged.");
        }
        finally
        {
            if (held is not null)
                await held.DisposeAsync();
        }
    }

    private IJobGrain Grain() => intake.Grains.GetGrain<IJobGrain>(GrainKeys.Job(id));

    private async Task Open()
    {
        if (isOpen)
            return;
        isOpen = true; // Even if the answer is lost, the row may be there and must end.
        var command = new OpenJob(
            caller.User, request.Tool.Name, request.Parameters, price.Least, pictures, request.CallbackUrl, request.KeepFor, requestId);
        if (await Grain().Open(command) is not OpenResult.Opened)
            throw new InvalidOperationException("A new job id was taken already.");
    }

    private async Task<Problem?> TakeKey(IdempotencyKey wanted, CancellationToken cancellation)
    {
        var (claim, mine) = await HeldKey.Claim(intake.Grains, wanted, id.Value, intake.Time, intake.Random, cancellation);
        held = mine;
        switch (claim)
        {
            case IdempotencyClaim.Held other:
                return InProgress(other.RetryAfter);
            case IdempotencyClaim.Done done:
                (earlier, isReplay) = (done.Record, true);
                break;
            case IdempotencyClaim.Interrupted interrupted when await WasSubmitted(interrupted.Record):
                // Whatever this request turns out to be, the work was done; only the note of it is missing.
                await mine!.Complete(null);
                (earlier, isReplay) = (interrupted.Record, true);
                break;
            case IdempotencyClaim.Interrupted:
                return await mine!.Restart(id.Value, cancellation) ? null : InProgress(TimeSpan.FromSeconds(1));
        }

        if (isReplay)
            id = new JobId(brand.Id, earlier!.Work);
        return null;
    }

    /// <summary>Whether the job of an attempt that was cut off got as far as the queue; if not, it is ended, so that it never will.</summary>
    private async Task<bool> WasSubmitted(IdempotencyRecord record)
    {
        var grain = intake.Grains.GetGrain<IJobGrain>(GrainKeys.Job(new JobId(brand.Id, record.Work)));
        await grain.Abandon("The upload was broken off. Nothing was charged.");
        return record.Fingerprint is not null && await grain.Read() is { } job && !(job.Status == JobStatus.Failed && job.Attempts == 0);
    }

    private async Task<Problem?> Replay(byte[] fingerprint)
    {
        if (!CryptographicOperations.FixedTimeEquals(earlier!.Fingerprint, fingerprint))
            return new Problem(ProblemKinds.IdempotencyConflict);
        Result = await Grain().Read();
        return Result is null ? new Problem(ProblemKinds.Gone) : null;
    }

    private static Problem EndedEarly() =>
        new(ProblemKinds.Conflict, "The job ended before its upload did. Nothing was charged.");

    private static Problem InProgress(TimeSpan retryAfter) => new(ProblemKinds.IdempotencyInProgress) { RetryAfter = retryAfter };
}
