using System.Net.Sockets;
using Npgsql;

namespace Darkroom.Storage;

/// <summary>What PostgreSQL's failures say. Codes: <see href="https://www.postgresql.org/docs/15/errcodes-appendix.html"/>.</summary>
internal static class PostgresErrors
{
    /// <summary>Whose fault a failure is.</summary>
    public static Trouble Judge(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => Trouble.Conflict,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => Trouble.Race,
        PostgresException answer => IsOutage(answer.SqlState) ? Trouble.Outage : Trouble.OfUnit,

        // Not an answer of the server's: the connection broke, could not be made, or the answer did not come in time.
        NpgsqlException or IOException or SocketException or TimeoutException => Trouble.Outage,
        _ => Trouble.OfUnit,
    };

    // A server that became read-only is one after a fail-over that is now the standby: the connection leads to the wrong place.
    private static bool IsOutage(string code) =>
        code is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled
        || code.StartsWith("08", StringComparison.Ordinal)      // connection
        || code.StartsWith("53", StringComparison.Ordinal)      // out of disk, memory or connections
        || code.StartsWith("57P", StringComparison.Ordinal)     // shut down, crashed, starting, database dropped
        || code.StartsWith("58", StringComparison.Ordinal)      // the server's system
        || code.StartsWith("XX", StringComparison.Ordinal);     // internal, corrupted
}
