namespace Darkroom.Jobs;

/// <summary>The errors that a job itself can end with; tools add their own. Codes are stable, the words are for people.</summary>
public static class JobErrors
{
    /// <summary>The bytes never came, or were refused on the way in.</summary>
    public static JobError UploadFailed(string detail) => new("upload_failed", detail);

    /// <summary>The wallet could not cover the price.</summary>
    public static JobError InsufficientCredits { get; } =
        new("insufficient_credits", "There were too few credits for this job. Nothing was charged.");

    /// <summary>The subscription's allowance could not cover the price, and earned credits wait until it has ended.</summary>
    public static JobError AllowanceUsedUp { get; } =
        new("allowance_used_up", "The subscription's allowance was too small for this job, and earned credits can be used when it has ended. Nothing was charged.");

    /// <summary>The queue had no room.</summary>
    public static JobError Busy { get; } = new("busy", "Too many jobs were waiting. Nothing was charged; please try again.");

    /// <summary>Nobody picked the job up in time.</summary>
    public static JobError WaitedTooLong { get; } =
        new("expired", "The job waited too long to start. Nothing was charged; please try again.");

    /// <summary>The worker disappeared in the middle of the attempt.</summary>
    public static JobError WorkerLost { get; } =
        new("worker_lost", "The machine that worked on this picture stopped. Nothing was charged; please try again.");

    /// <summary>The pictures were forgotten before the work could be done.</summary>
    public static JobError InputGone { get; } =
        new("input_gone", "The picture was forgotten before it could be processed. Nothing was charged.");

    /// <summary>An outage between the work and its end was longer than the stay of the result.</summary>
    public static JobError ResultExpired { get; } =
        new("result_expired", "The result was forgotten before the job could be ended. Nothing was charged; please try again.");

    /// <summary>The hold ended behind the job's back, so its result was not paid for and is not handed out.</summary>
    public static JobError PaymentConflict { get; } =
        new("payment_conflict", "The credits for this job were given back before it ended. Nothing was charged.");
}
