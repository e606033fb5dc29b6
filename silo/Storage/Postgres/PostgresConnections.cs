using System.Data.Common;
using Npgsql;

namespace Darkroom.Storage;

/// <summary>
/// Connections to one PostgreSQL database, with the settings that durability rests on. A server in recovery (a standby, or a primary that
/// was demoted) is refused, so that nothing old is ever read as the truth; of several hosts in the connection string the primary is found.
/// Thread-safe.
/// </summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private const string IsStandby = "SELECT pg_is_in_recovery()";
    private readonly NpgsqlDataSource source;

    private PostgresConnections(NpgsqlDataSource source) => this.source = source;

    /// <summary>Checks a connection string.</summary>
    /// <param name="connectionString">Whatever the operator has set.</param>
    /// <param name="variable">Where he has set it.</param>
    /// <exception cref="ArgumentException">It is not one, or lacks host or database. The text names the variable and not the value, which may hold a password.</exception>
    public static void Validate(string connectionString, string variable)
    {
        NpgsqlConnectionStringBuilder text;
        try
        {
            text = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"{variable} is not a connection string such as 'Host=db.example.org;Database=darkroom;Username=darkroom;Password=…'.");
        }

        if (string.IsNullOrWhiteSpace(text.Host) || string.IsNullOrWhiteSpace(text.Database))
        {
            throw new ArgumentException($"{variable} names no {(string.IsNullOrWhiteSpace(text.Host) ? "host ('Host=…')" : "database ('Database=…')")}.");
        }
    }

    /// <summary>Whether two connection strings name the same database, as far as their texts tell.</summary>
    public static bool AreSame(string one, string other)
    {
        var (first, second) = (new NpgsqlConnectionStringBuilder(one), new NpgsqlConnectionStringBuilder(other));
        return (first.Host, first.Port, first.Database) == (second.Host, second.Port, second.Database);
    }

    /// <summary>A single connection, without a pool, for migrations: they may wait long for each other.</summary>
    public static NpgsqlConnection OpenForMigrating(string connectionString)
    {
        var text = Text(connectionString, 1, "-c synchronous_commit=on");
        (text.CommandTimeout, text.MaxAutoPrepare, text.Pooling) = (0, 0, false);
        if (IsMany(text))
        {
            text.TargetSessionAttributes = "read-write";
        }

        var connection = new NpgsqlConnection(text.ToString());
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand(IsStandby, connection);
            Refuse(command.ExecuteScalar());
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// For the one writer: commits wait for the disk, whatever the server's default is, and rows are found by index, whatever the statistics
    /// said when a plan was made and kept. Every statement of the writer is for a few keys of tables that grow.
    /// </summary>
    public static PostgresConnections ForWriting(string connectionString) =>
        new(Source(
            connectionString, 1, "-c synchronous_commit=on -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off", TargetSessionAttributes.ReadWrite));

    /// <summary>For up to so many readers at a time, which cannot write.</summary>
    public static PostgresConnections ForReading(string connectionString, int count) =>
        new(Source(connectionString, count, "-c default_transaction_read_only=on", TargetSessionAttributes.Primary));

    /// <summary>The connection string of a pool of so many connections for providers that open their own.</summary>
    public static string Pooled(string connectionString, int count, string name)
    {
        var text = Text(connectionString, count, "-c synchronous_commit=on");
        text.ApplicationName ??= name;
        if (IsMany(text))
        {
            text.TargetSessionAttributes = "read-write";
        }

        return text.ToString();
    }

    /// <summary>A connection of the pool; wait for one at most as long as for a new one.</summary>
    public DbConnection Open() => source.OpenConnection();

    /// <summary>Forgets the connections that nobody uses: after a failure the others are likely to lead to the same dead or demoted server.</summary>
    public void Clear() => source.Clear();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlDataSource Source(string connectionString, int count, string settings, TargetSessionAttributes target)
    {
        var builder = new NpgsqlDataSourceBuilder(Text(connectionString, count, settings).ToString());
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(IsStandby, connection);
                Refuse(command.ExecuteScalar());
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(IsStandby, connection);
                Refuse(await command.ExecuteScalarAsync());
            });
        return IsMany(builder.ConnectionStringBuilder)
            ? builder.BuildMultiHost().WithTargetSession(target)
            : builder.Build();
    }

    private static bool IsMany(NpgsqlConnectionStringBuilder text) => text.Host!.Contains(',', StringComparison.Ordinal);

    private static void Refuse(object? isStandby)
    {
        if (isStandby is true)
        {
            throw new NpgsqlException("This server is a standby: it may be behind, and takes no writes.");
        }
    }

    private static NpgsqlConnectionStringBuilder Text(string connectionString, int count, string settings)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = count,
            MinPoolSize = 0,

            // Nothing here leaves a session changed; resetting it would cost a message each time.
            NoResetOnClose = true,
            TcpKeepAlive = true,
        };
        text.Options = string.IsNullOrEmpty(text.Options) ? settings : $"{text.Options} {settings}";
        if (!text.ShouldSerialize("Timeout"))
        {
            text.Timeout = 5; // seconds to connect; callers hear of an outage rather than wait for it
        }

        if (!text.ShouldSerialize("Max Auto Prepare"))
        {
            text.MaxAutoPrepare = 200;
        }

        text.ApplicationName ??= "darkroom";
        return text;
    }
}
