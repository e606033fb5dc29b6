using System.Text.Json;

namespace Darkroom.ClusterTest.Load;

/// <summary>A job that was accepted, and what its owner was told since.</summary>
internal sealed class Order(string id, string tool, long price)
{
    public string Id => id;

    public string Tool => tool;

    public long Price => price;

    /// <summary>The final status that the owner has seen; null as long as there was none.</summary>
    public string? Ended { get; private set; }

    /// <summary>The owner was told that it is canceled.</summary>
    public bool Canceled { get; set; }

    /// <summary>The owner was told that its pictures are forgotten.</summary>
    public bool Forgotten { get; set; }

    /// <summary>The length of the result, once it was downloaded.</summary>
    public long? Bytes { get; set; }

    /// <summary>The highest version that the owner has seen.</summary>
    public long Version { get; private set; }

    public static bool IsFinal(string status) => status is "succeeded" or "failed" or "canceled" or "expired";

    /// <summary>Takes note of what a gateway said about the job.</summary>
    /// <returns>What contradicts an earlier answer, or null.</returns>
    public string? See(JsonElement job)
    {
        var status = job.GetProperty("status").GetString()!;
        if (Ended is not null && status != Ended)
        {
            return $"job {id} had ended {Ended} and is now {status}";
        }

        Ended = IsFinal(status) ? status : null;
        Version = Math.Max(Version, job.GetProperty("version").GetInt64());
        return null;
    }
}
