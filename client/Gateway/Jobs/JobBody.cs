using System.Text.Json;
using Darkroom.Jobs;

namespace Darkroom.Gateway.Jobs;

/// <summary>A job as its owner reads it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tool">The tool that runs.</param>
/// <param name="Parameters">The tool's parameters with every default filled in; null once forgotten.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c> or <c>expired</c>.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Price">Credits, taken only if it succeeds.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="StartedAt">When work on it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Inputs">The pictures as received.</param>
/// <param name="Outputs">The results.</param>
/// <param name="ExpiresAt">When its pictures are forgotten at the latest.</param>
/// <param name="Error">Why it has no result.</param>
/// <param name="Attempts">How often work on it began.</param>
/// <param name="Forgotten">Its pictures are gone.</param>
/// <param name="Version">Grows with every change; the id of its server-sent events.</param>
public sealed record JobBody(
    string Id, string Tool, JsonElement? Parameters, string Status, double Progress, long Price, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, IReadOnlyList<JobInputBody> Inputs,
    IReadOnlyList<JobOutputBody> Outputs, DateTimeOffset ExpiresAt, JobErrorBody? Error, int Attempts, bool Forgotten, long Version)
{
    /// <summary>Shows a job. Addresses are relative to the host.</summary>
    public static JobBody Of(JobView job)
    {
        var address = Address(job.Id);
        return new JobBody(
            job.Id.Value, job.Tool, job.Forgotten ? null : JsonSerializer.Deserialize<JsonElement>(job.Parameters), StatusOf(job.Status),
            job.Progress, job.Price, Shown(job.CreatedAt), job.StartedAt is { } started ? Shown(started) : null,
            job.FinishedAt is { } finished ? Shown(finished) : null,
            job.Forgotten ? [] : [.. job.Inputs.Select((input, n) => JobInputBody.Of(input, n, address))],
            job.Forgotten ? [] : [.. job.Outputs.Select((output, n) => JobOutputBody.Of(output, n, address))],
            Shown(job.ExpiresAt), job.Error is { } error ? new JobErrorBody(error.Code, error.Detail) : null, job.Attempts, job.Forgotten, job.Version);
    }

    // Rows keep milliseconds; a time must not look different before and after it was stored.
    private static DateTimeOffset Shown(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    /// <summary>Where a job is read.</summary>
    public static string Address(JobId job) => $"/v1/jobs/{job.Value}";

    /// <summary>The status as clients know it: an upload under way counts as queued.</summary>
    public static string StatusOf(JobStatus status) =>
        JsonNamingPolicy.CamelCase.ConvertName((status == JobStatus.Receiving ? JobStatus.Queued : status).ToString());

    /// <summary>Whether nothing but forgetting can happen to a job with this status.</summary>
    public static bool IsFinal(JobStatus status) => status is not (JobStatus.Receiving or JobStatus.Queued or JobStatus.Running);
}

/// <summary>A picture that came in.</summary>
/// <param name="Index">Counted from 0.</param>
/// <param name="Type">Media type by its content.</param>
/// <param name="Width">Columns as seen, after orientation.</param>
/// <param name="Height">Rows as seen, after orientation.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="FileName">As the client sent it, where the brand keeps it.</param>
/// <param name="Url">Where it can be looked at while it exists.</param>
public sealed record JobInputBody(int Index, string Type, int Width, int Height, long Bytes, string? FileName, string Url)
{
    internal static JobInputBody Of(ReceivedInput input, int index, string job) => new(
        index, input.Type, input.Width, input.Height, input.Stored.Bytes, input.FileName, $"{job}/inputs/{index}");
}

/// <summary>A result.</summary>
/// <param name="Index">Counted from 0.</param>
/// <param name="Type">Media type.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="FileName">A name for the download.</param>
/// <param name="Url">Where it is downloaded; with <c>?preview</c> it is shown instead and does not count as delivered.</param>
public sealed record JobOutputBody(int Index, string Type, int Width, int Height, long Bytes, string FileName, string Url)
{
    internal static JobOutputBody Of(JobOutput output, int index, string job) => new(
        index, output.Type, output.Width, output.Height, output.Bytes, output.FileName, $"{job}/outputs/{index}");
}

/// <summary>Why a job has no result.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Detail">For a person.</param>
public sealed record JobErrorBody(string Code, string Detail);

/// <summary>A page of a list.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Send it as <c>cursor</c> for the next page; absent at the end.</param>
public sealed record PageBody<T>(IReadOnlyList<T> Items, string? Next);
