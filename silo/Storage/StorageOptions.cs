namespace Darkroom.Storage;

/// <summary>Where and how the embedded engine keeps its data.</summary>
public sealed class StorageOptions
{
    /// <summary>The folder of everything that persists; made when it is missing. Default <c>.darkroom</c> in the working directory.</summary>
    public string DataFolder { get; set; } = ".darkroom";

    /// <summary>How many writes may wait for the writer before callers have to wait for room. Default 4096.</summary>
    public int WriteQueue { get; set; } = 4096;

    /// <summary>The most units of work that share one commit. Default 512.</summary>
    public int CommitBatch { get; set; } = 512;

    /// <summary>How many reads may run at the same time. Default 4.</summary>
    public int Readers { get; set; } = 4;

    /// <summary>The database of our own tables.</summary>
    public string DatabasePath => Path.Combine(DataFolder, "darkroom.db");

    /// <summary>The database of Orleans' own tables: grain state and reminders.</summary>
    public string OrleansDatabasePath => Path.Combine(DataFolder, "orleans.db");

    /// <summary>What Orleans' AdoNet providers are given, with the invariant <see cref="StorageServices.OrleansInvariant"/>.</summary>
    public string OrleansConnectionString => SqliteConnections.ConnectionString(OrleansDatabasePath, pooled: true);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Names the setting that is wrong.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(DataFolder))
        {
            throw new ArgumentException("DataFolder is empty: set DARKROOM_DATA to a folder that this process may write to.");
        }

        Positive(WriteQueue, nameof(WriteQueue));
        Positive(CommitBatch, nameof(CommitBatch));
        Positive(Readers, nameof(Readers));
    }

    private static void Positive(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentException($"Storage option {name} is {value}; it has to be at least 1.");
        }
    }
}
