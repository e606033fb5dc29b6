namespace Darkroom.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Cores and processor, nothing else.</summary>
    public static string Describe()
    {
        const string Label = "model name";
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal)) : null;
        var processor = line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return $"{Environment.ProcessorCount} cores, {processor}";
    }
}
