namespace Darkroom.Storage;

/// <summary>Where and how data is kept: in SQLite files below a folder, or in a PostgreSQL database that a cluster shares.</summary>
public sealed class StorageOptions
{
    /// <summary>The folder of everything that persists; made when it is missing. Default <c>.darkroom</c> in the working directory.</summary>
    public string DataFolder { get; set; } = ".darkroom";

    /// <summary>
    /// The connection string (Npgsql's) of the PostgreSQL database with our tables and Orleans'. Several hosts, separated by commas, are a
    /// primary and its standbys. Null: SQLite files in the data folder.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>The most connections that this process has to PostgreSQL: one that writes, <see cref="Readers"/>, and the rest for Orleans' providers. Default 32.</summary>
    public int DatabaseConnections { get; set; } = 32;

    /// <summary>How many writes may wait for the writer before callers have to wait for room. Default 4096.</summary>
    public int WriteQueue { get; set; } = 4096;

    /// <summary>The most units of work that share one commit. Default 512.</summary>
    public int CommitBatch { get; set; } = 512;

    /// <summary>How many reads may run at the same time. Default 4.</summary>
    public int Readers { get; set; } = 4;

    /// <summary>Whether everything is in PostgreSQL.</summary>
    public bool IsShared => Database is not null;

    /// <summary>The file of our own tables, where they are in SQLite.</summary>
    public string DatabasePath => Path.Combine(DataFolder, "darkroom.db");

    /// <summary>The file of Orleans' own tables, where they are in SQLite: grain state and reminders.</summary>
    public string OrleansDatabasePath => Path.Combine(DataFolder, "orleans.db");

    /// <summary>The name under which Orleans' AdoNet providers look for the database's driver.</summary>
    public string OrleansInvariant => IsShared ? StorageServices.OrleansPostgresInvariant : StorageServices.OrleansInvariant;

    /// <summary>What Orleans' AdoNet providers are given, with <see cref="OrleansInvariant"/>.</summary>
    public string OrleansConnectionString => Database is { } database
        ? PostgresConnections.Pooled(database, DatabaseConnections - Readers - 1, "darkroom-orleans")
        : SqliteConnections.ConnectionString(OrleansDatabasePath, pooled: true);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Names the setting that is wrong.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(DataFolder))
        {
            throw new ArgumentException("DataFolder is empty: set DARKROOM_DATA to a folder that this process may write to.");
        }

        if (Database is { } database)
        {
            PostgresConnections.Validate(database, "DARKROOM_DATABASE");
            if (DatabaseConnections < Readers + 3)
            {
                throw new ArgumentException(
                    $"DARKROOM_DATABASE_CONNECTIONS is {DatabaseConnections}; it has to be at least {Readers + 3}: one that writes, {Readers} that read, two for Orleans.");
            }
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
