using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Darkroom.Jobs;
using Darkroom.Security;

namespace Darkroom.Storage.Jobs;

/// <summary>
/// Seals what a job's row must not show: parameters, file names, results, the call-back's address. A box belongs to its job
/// and cannot be read in another row. Thread-safe.
/// </summary>
internal sealed class JobBox(MasterKey master, RandomSource random)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new PictureRefConverter() },
    };

    private readonly SealingKey key = new(master.Derive("job-details/v1"), random);

    /// <summary>Null for what has been forgotten.</summary>
    public byte[]? Seal(Job job) =>
        job.Forgotten ? null : key.Seal(JsonSerializer.SerializeToUtf8Bytes(job.Details, Json), Context("details", job.Id));

    /// <summary>Reads what <see cref="Seal"/> wrote.</summary>
    public JobDetails Open(byte[]? box, JobId id) =>
        box is null ? JobDetails.Forgotten : JsonSerializer.Deserialize<JobDetails>(key.Open(box, Context("details", id)), Json)!;

    /// <summary>Seals a call-back's address.</summary>
    public byte[] SealTarget(string url, JobId id) => key.Seal(Encoding.UTF8.GetBytes(url), Context("callback", id));

    /// <summary>Reads what <see cref="SealTarget"/> wrote.</summary>
    public string OpenTarget(byte[] box, JobId id) => Encoding.UTF8.GetString(key.Open(box, Context("callback", id)));

    private static byte[] Context(string kind, JobId id) => Encoding.UTF8.GetBytes($"job-{kind}/{id}");

    private sealed class PictureRefConverter : JsonConverter<PictureRef>
    {
        public override PictureRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            PictureRef.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, PictureRef value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
