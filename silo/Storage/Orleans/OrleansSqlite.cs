using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage;

/// <summary>
/// The SQLite that Orleans' providers open, a connection for each operation. They cannot be told to run a statement on each connection,
/// and a connection string has no word for it, so the connection itself sees to it that a cleared state is overwritten and not merely
/// unlinked: an erased account must not live on in free pages. Thread-safe.
/// </summary>
/// <remarks>
/// SQLite has one writer at a time, and its provider lets the others sleep on the thread that they came with: with some dozens of
/// grains writing, the thread pool starves and statements give up with 'database is locked'. So the connections to one file are open
/// one after the other, in the order in which they asked, and who waits holds no thread. The busy timeout is for other processes.
/// </remarks>
internal sealed class OrleansSqlite : DbProviderFactory
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Files = new();

    public static OrleansSqlite Instance { get; } = new();

    public override DbConnection CreateConnection() => new Connection();

    public override DbCommand CreateCommand() => SqliteFactory.Instance.CreateCommand();

    public override DbParameter CreateParameter() => SqliteFactory.Instance.CreateParameter();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => SqliteFactory.Instance.CreateConnectionStringBuilder();

    private sealed class Connection : SqliteConnection
    {
        private SemaphoreSlim? turn;

        private SemaphoreSlim File => Files.GetOrAdd(Path.GetFullPath(DataSource), static _ => new SemaphoreSlim(1, 1));

        public override void Open()
        {
            var file = File;
            file.Wait();
            OpenInTurn(file);
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            var file = File;
            await file.WaitAsync(cancellationToken).ConfigureAwait(false);

            // What follows blocks, in this provider; it must not be a grain's turn that it blocks.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            OpenInTurn(file);
        }

        public override void Close()
        {
            try
            {
                base.Close();
            }
            finally
            {
                Interlocked.Exchange(ref turn, null)?.Release();
            }
        }

        private void OpenInTurn(SemaphoreSlim file)
        {
            turn = file;
            try
            {
                base.Open();
                using var command = CreateCommand();
                command.CommandText = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";
                command.ExecuteNonQuery();
            }
            catch
            {
                Close();
                throw;
            }
        }
    }
}
