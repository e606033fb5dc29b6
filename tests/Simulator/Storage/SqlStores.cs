using System.Data;
using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Security;
using Darkroom.Simulation.Time;
using Darkroom.Storage;
using Darkroom.Wallets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Simulation.Storage;

/// <summary>The product's own stores on its own SQL, over a SQLite database in memory: a check on the models, and of the SQL.</summary>
internal sealed class SqlStores : IDisposable
{
    private readonly ServiceProvider services;

    public SqlStores(World world, TimeProvider time, JobOptions limits)
    {
        var random = world.Stream("sql");
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time).AddSingleton<RandomSource>(random).AddSingleton(limits).AddSingleton(new MasterKey(random.Bytes(MasterKey.Length)))
            .AddDarkroomStorage(new StorageOptions())
            .AddSingleton<Database>(new StepDatabase(time))
            .BuildServiceProvider();
    }

    public ILedger Ledger => services.GetRequiredService<ILedger>();

    public IJobStore Jobs => services.GetRequiredService<IJobStore>();

    public IRetentionRows Rows => services.GetRequiredService<IRetentionRows>();

    public void Dispose() => services.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Runs every unit of work at once, in a transaction of its own.</summary>
    private sealed class StepDatabase : Database
    {
        private readonly SqliteConnection connection = new("Data Source=:memory:");

        public StepDatabase(TimeProvider time)
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;";
            settings.ExecuteNonQuery();
            new Migrator(Migration.In("Schema/Sqlite"), time).Apply(connection);
        }

        public override string Dialect => "Sqlite";

        public override Task<T> Write<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation = default) => Step(work);

        public override Task<T> Read<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation = default) => Step(work);

        public override ValueTask DisposeAsync()
        {
            connection.Dispose();
            return ValueTask.CompletedTask;
        }

        private Task<T> Step<T>(Func<IDbConnection, IDbTransaction, T> work)
        {
            using var transaction = connection.BeginTransaction();
            try
            {
                var answer = work(connection, transaction);
                transaction.Commit();
                return Task.FromResult(answer);
            }
            catch (Exception failure)
            {
                transaction.Rollback();
                return Task.FromException<T>(failure);
            }
        }
    }
}
