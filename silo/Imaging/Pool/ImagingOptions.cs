namespace Darkroom.Imaging;

/// <summary>How pictures are worked on. Section <c>Imaging</c> of the configuration. Checked at start.</summary>
public sealed record ImagingOptions
{
    /// <summary>Child processes, and so requests at once. Default: half the cores, at least 2 and at most 16.</summary>
    public int Children { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 2, 16);

    /// <summary>Native threads of one child. Default: the cores, at most 4: most work is short, and children share the cores.</summary>
    public int Threads { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>Private memory of one child, in bytes; beyond it allocations fail and the attempt faults. Default: 3 GiB.</summary>
    public long MemoryBytes { get; init; } = 3L << 30;

    /// <summary>Most pixels of a picture that is decoded or made. Default: 50 million.</summary>
    public long MaximumPixels { get; init; } = 50_000_000;

    /// <summary>Folder of the model files. Tools that need a model fault with <c>model_missing</c> where it has none.</summary>
    public string Models { get; init; } = "";

    /// <summary>Longest time for any request, apart from <see cref="TimePerMegapixel"/>. Default: 60 s.</summary>
    public TimeSpan BaseTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Added to the longest time for each million pixels of the inputs. Default: 6 s.</summary>
    public TimeSpan TimePerMegapixel { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a child may take to come up. Default: 30 s.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long canceled work may take to stop by itself before its process is killed. Default: 2 s.</summary>
    public TimeSpan CancelTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A child is replaced after this many requests: native libraries leak and fragment. Default: 500.</summary>
    public int RequestsPerChild { get; init; } = 500;

    /// <summary>A child is replaced after this many bytes in and out. Default: 4 GiB.</summary>
    public long BytesPerChild { get; init; } = 4L << 30;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message names the setting.</exception>
    public void Validate()
    {
        Require(Children is >= 1 and <= 256, nameof(Children), "must be from 1 to 256");
        Require(Threads is >= 1 and <= 256, nameof(Threads), "must be from 1 to 256");
        Require(MemoryBytes >= 256L << 20, nameof(MemoryBytes), "must be at least 268435456 (256 MiB)");
        Require(MaximumPixels is >= 1 and <= 1_000_000_000, nameof(MaximumPixels), "must be from 1 to 1000000000");
        Require(BaseTime > TimeSpan.Zero, nameof(BaseTime), "must be above zero");
        Require(TimePerMegapixel >= TimeSpan.Zero, nameof(TimePerMegapixel), "must not be negative");
        Require(StartTime > TimeSpan.Zero, nameof(StartTime), "must be above zero");
        Require(CancelTime >= TimeSpan.Zero, nameof(CancelTime), "must not be negative");
        Require(RequestsPerChild >= 1, nameof(RequestsPerChild), "must be at least 1");
        Require(BytesPerChild >= 1, nameof(BytesPerChild), "must be at least 1");
        Require(Models.Length == 0 || Directory.Exists(Models), nameof(Models), $"must be a folder that exists, or empty: '{Models}' does not");
    }

    private static void Require(bool holds, string setting, string rule)
    {
        if (!holds) throw new ArgumentException($"Imaging:{setting} {rule} (environment: Imaging__{setting}).");
    }
}
