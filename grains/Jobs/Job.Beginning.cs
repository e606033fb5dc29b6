using Darkroom.Brands;

namespace Darkroom.Jobs;

/// <summary>From the first row to the queue.</summary>
public sealed partial record Job
{
    /// <summary>The row that exists before the bytes and before the money.</summary>
    public static Job Open(JobId id, OpenJob command, Lane lane, RetentionRules retention, DateTimeOffset now) => new()
    {
        Id = id,
        Owner = command.Owner,
        Tool = command.Tool,
        Lane = lane,
        Price = command.Price,
        RequestId = command.RequestId,
        KeepFor = command.KeepFor,
        Details = new JobDetails(command.Parameters, [], [], command.CallbackUrl),
        InputPictures = command.Inputs,
        Status = JobStatus.Receiving,
        Revision = 1,
        Version = 1,
        CreatedAt = now,
        ExpiresAt = now + retention.Inputs.Longest,
    };

    /// <summary>Whether a repeated <see cref="IJobGrain.Open"/> asks for this very job.</summary>
    public bool Answers(OpenJob command) =>
        Owner == command.Owner && Tool == command.Tool && Price == command.Price && KeepFor == command.KeepFor
        && (Forgotten
            || (Details.Parameters == command.Parameters && Details.CallbackUrl == command.CallbackUrl
                && InputPictures.SequenceEqual(command.Inputs)));

    /// <summary>The price, once all pictures are known. Null when it is that already, or when it is fixed because the job is past receiving.</summary>
    public Job? FixPrice(long price) =>
        Status != JobStatus.Receiving || !IsOpen || Price == price ? null : Next(job => job with { Price = price });

    /// <summary>Paid for by a hold: waits for a worker. Null when it is no longer receiving.</summary>
    public Job? Queue(SubmitJob command, DateTimeOffset now) =>
        Status != JobStatus.Receiving || !IsOpen ? null : Next(job => job with
        {
            Status = JobStatus.Queued,
            Details = job.Details with { Inputs = command.Inputs },
            WaitingSince = now,
            NotBefore = now,
        });
}
