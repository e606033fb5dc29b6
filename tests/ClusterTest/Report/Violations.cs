namespace Darkroom.ClusterTest.Report;

/// <summary>Promises that were broken. Thread-safe.</summary>
internal sealed class Violations(Timeline timeline)
{
    private readonly List<string> found = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (found)
            {
                return [.. found];
            }
        }
    }

    public void Add(string what)
    {
        lock (found)
        {
            found.Add(what);
        }

        timeline.Add($"VIOLATION {what}");
    }
}
