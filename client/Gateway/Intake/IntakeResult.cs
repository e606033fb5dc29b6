using Darkroom.Gateway.Problems;
using Darkroom.Jobs;

namespace Darkroom.Gateway.Intake;

/// <summary>How an upload ended.</summary>
public abstract record IntakeResult
{
    private IntakeResult() { }

    /// <summary>The job is queued, now or since an earlier request with the same <c>Idempotency-Key</c>.</summary>
    public sealed record Accepted(JobView Job) : IntakeResult;

    /// <summary>Nothing was charged and nothing stays.</summary>
    public sealed record Refused(Problem Problem) : IntakeResult;
}
