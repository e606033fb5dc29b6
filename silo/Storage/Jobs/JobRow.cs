using System.Reflection;
using Dapper;
using Darkroom.Jobs;

namespace Darkroom.Storage.Jobs;

/// <summary>A job as its row has it: times in milliseconds since 1970, states by their names, references as text.</summary>
internal sealed class JobRow
{
    static JobRow() => SqlMapper.SetTypeMap(typeof(JobRow), new CustomPropertyTypeMap(typeof(JobRow), Property));

    public required string Id { get; set; }
    public required string Owner { get; set; }
    public required string Tool { get; set; }
    public required string Lane { get; set; }
    public long Price { get; set; }
    public required string RequestId { get; set; }
    public long? KeepFor { get; set; }
    public required string Status { get; set; }
    public string? Ending { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorDetail { get; set; }
    public long Revision { get; set; }
    public long Version { get; set; }
    public long Epoch { get; set; }
    public long AnsweredEpoch { get; set; }
    public long Attempts { get; set; }
    public double Progress { get; set; }
    public string? Worker { get; set; }
    public long CreatedAt { get; set; }
    public long? WaitingSince { get; set; }
    public long? NotBefore { get; set; }
    public long? StartedAt { get; set; }
    public long? LeasedAt { get; set; }
    public long? LeaseUntil { get; set; }
    public long? FinishedAt { get; set; }
    public long? DeliveredAt { get; set; }
    public long ExpiresAt { get; set; }
    public long? RemoveAt { get; set; }
    public bool InputsGone { get; set; }
    public bool Forgotten { get; set; }
    public long DueAt { get; set; }
    public long? Turn { get; set; }
    public required string Inputs { get; set; }
    public byte[]? Details { get; set; }

    public static JobRow From(Job job, byte[]? details, JobOptions limits) => new()
    {
        Id = job.Id.ToString(),
        Owner = job.Owner.ToString(),
        Tool = job.Tool,
        Lane = Name(job.Lane),
        Price = job.Price,
        RequestId = job.RequestId,
        KeepFor = (long?)job.KeepFor?.TotalMilliseconds,
        Status = Name(job.Status),
        Ending = job.Ending is { } ending ? Name(ending) : null,
        ErrorCode = job.Error?.Code,
        ErrorDetail = job.Error?.Detail,
        Revision = job.Revision,
        Version = job.Version,
        Epoch = job.Epoch,
        AnsweredEpoch = job.AnsweredEpoch,
        Attempts = job.Attempts,
        Progress = job.Progress,
        Worker = job.Worker,
        CreatedAt = Time(job.CreatedAt),
        WaitingSince = Time(job.WaitingSince),
        NotBefore = Time(job.NotBefore),
        StartedAt = Time(job.StartedAt),
        LeasedAt = Time(job.LeasedAt),
        LeaseUntil = Time(job.LeaseUntil),
        FinishedAt = Time(job.FinishedAt),
        DeliveredAt = Time(job.DeliveredAt),
        ExpiresAt = Time(job.ExpiresAt),
        RemoveAt = Time(job.RemoveAt),
        InputsGone = job.InputsGone,
        Forgotten = job.Forgotten,
        DueAt = Time(job.DueAt(limits)),
        Inputs = string.Join(' ', job.InputPictures),
        Details = details,
    };

    public Job ToJob(JobDetails details) => new()
    {
        Id = JobId.Parse(Id),
        Owner = UserId.Parse(Owner),
        Tool = Tool,
        Lane = Enum.Parse<Lane>(Lane, ignoreCase: true),
        Price = Price,
        RequestId = RequestId,
        KeepFor = KeepFor is { } keep ? TimeSpan.FromMilliseconds(keep) : null,
        Details = details,
        InputPictures = [.. Inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PictureRef.Parse)],
        Status = Enum.Parse<JobStatus>(Status, ignoreCase: true),
        Ending = Ending is null ? null : Enum.Parse<JobStatus>(Ending, ignoreCase: true),
        Error = ErrorCode is null ? null : new JobError(ErrorCode, ErrorDetail ?? ""),
        Revision = Revision,
        Version = Version,
        Epoch = Epoch,
        AnsweredEpoch = AnsweredEpoch,
        Attempts = (int)Attempts,
        Progress = Progress,
        Worker = Worker,
        CreatedAt = Time(CreatedAt),
        WaitingSince = Time(WaitingSince),
        NotBefore = Time(NotBefore),
        StartedAt = Time(StartedAt),
        LeasedAt = Time(LeasedAt),
        LeaseUntil = Time(LeaseUntil),
        FinishedAt = Time(FinishedAt),
        DeliveredAt = Time(DeliveredAt),
        ExpiresAt = Time(ExpiresAt),
        RemoveAt = Time(RemoveAt),
        InputsGone = InputsGone,
        Forgotten = Forgotten,
    };

    public static string Name(Lane lane) => lane == Darkroom.Jobs.Lane.Gpu ? "gpu" : "cpu";

    public static long Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time);

    private static string Name(JobStatus status) => status.ToString().ToLowerInvariant();

    private static long? Time(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(long? time) => time is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    private static PropertyInfo Property(Type type, string column) =>
        type.GetProperty(column.Replace("_", "", StringComparison.Ordinal), BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
        ?? throw new InvalidDataException($"The job table has an unknown column, {column}.");
}
