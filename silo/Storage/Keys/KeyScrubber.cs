using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Darkroom.Storage.Keys;

/// <summary>
/// Makes destroyed keys leave PostgreSQL's files. An update leaves the old row in the table's file, and even when its place is free again its
/// bytes are not overwritten: so the tables that a destruction touched are written anew, which takes a moment because they are small. The
/// server's log has had the bytes too. Where the operator has allowed it, the log's file is ended and a checkpoint removes it. Used on
/// the writer's thread alone.
/// </summary>
internal sealed partial class KeyScrubber
{
    // Who saw the old row before the commit is done within milliseconds, except for a backup.
    private const int Tries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly Statements Sql = Statements.Load("Keys/Postgres.sql");
    private readonly HashSet<string> tables = [];
    private readonly bool mayCutLog;

    private KeyScrubber(bool mayCutLog) => this.mayCutLog = mayCutLog;

    /// <summary>Finds out what the server allows, and says what it would keep.</summary>
    public static KeyScrubber For(DbConnection connection, ILogger logger)
    {
        var mayCutLog = connection.ExecuteScalar<bool>(Sql["may cut the log"]);
        if (!mayCutLog)
        {
            LogCannotCut(logger);
        }

        if (connection.Query<string>(Sql["settings that keep logs"]).AsList() is { Count: > 0 } settings)
        {
            LogKeepsLogs(logger, string.Join(", ", settings));
        }

        return new KeyScrubber(mayCutLog);
    }

    /// <summary>Names tables with rows that are being destroyed by the transaction under way.</summary>
    public void Add(IEnumerable<string> touched) => tables.UnionWith(touched);

    /// <summary>Commits and scrubs. A failure fails the whole batch, whose destructions are then repeated, scrubbing included.</summary>
    public void Commit(DbTransaction transaction)
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        var touched = tables.Order(StringComparer.Ordinal).ToArray();
        tables.Clear();
        transaction.Commit();
        if (touched.Length == 0)
        {
            return;
        }

        foreach (var table in touched)
        {
            WriteAnew(connection, table);
        }

        if (mayCutLog)
        {
            connection.Execute(Sql["end the log's file"]);

            // A single word: not to be taken for the name of a procedure.
            connection.Execute(Sql["remove the log's old files"], commandType: CommandType.Text);
        }
    }

    private static void WriteAnew(NpgsqlConnection connection, string table)
    {
        for (var attempt = 1; KeptRows(connection, table) != 0; attempt++)
        {
            if (attempt == Tries)
            {
                throw new IOException("A key was destroyed, but its bytes had to stay: another program has been reading the key database since before.");
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Writes a table anew and answers how many dead rows went along because somebody may still see them; -1 when that is not known.</summary>
    private static long KeptRows(NpgsqlConnection connection, string table)
    {
        // Only the server's report tells. Its words depend on the server's language; the number comes first in all of them.
        var kept = -1L;
        void Read(object sender, NpgsqlNoticeEventArgs report)
        {
            if (report.Notice.Detail is { } detail
                && long.TryParse(detail.AsSpan(0, detail.AsSpan().IndexOfAnyExceptInRange('0', '9')), NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
            {
                kept = rows;
            }
        }

        connection.Notice += Read;
        try
        {
            connection.Execute($"{Sql["write anew"]} {table}");
            return kept;
        }
        finally
        {
            connection.Notice -= Read;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key database does not let this program cut the server's log, which keeps wrapped keys that were destroyed until it is recycled: "
        + "GRANT EXECUTE ON FUNCTION pg_switch_wal() and GRANT pg_checkpoint to its role")]
    private static partial void LogCannotCut(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key database's server keeps its log, and with it wrapped keys that were destroyed, for longer than needed: {Settings}")]
    private static partial void LogKeepsLogs(ILogger logger, string settings);
}
