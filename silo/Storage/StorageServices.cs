using System.Data.Common;
using Darkroom.Finance;
using Darkroom.Retention;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Storage.Idempotency;
using Darkroom.Storage.Jobs;
using Darkroom.Storage.Retention;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Darkroom.Storage;

/// <summary>Registers everything that persists.</summary>
public static class StorageServices
{
    /// <summary>The name under which Orleans' AdoNet providers look for SQLite.</summary>
    public const string OrleansInvariant = "System.Data.SQLite";

    /// <summary>The name under which they look for PostgreSQL.</summary>
    public const string OrleansPostgresInvariant = "Npgsql";

    /// <summary>Adds the database, SQLite or PostgreSQL, and the stores on it.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the text names it.</exception>
    public static IServiceCollection AddDarkroomStorage(this IServiceCollection services, StorageOptions options)
    {
        options.Validate();

        // Orleans asks for the provider by a name of its own.
        DbProviderFactories.RegisterFactory(OrleansInvariant, OrleansSqlite.Instance);
        DbProviderFactories.RegisterFactory(OrleansPostgresInvariant, NpgsqlFactory.Instance);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(RandomSource.System);
        services.AddSingleton(options);
        services.AddSingleton<StorageStartup>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StorageStartup>());
        services.AddSingleton(provider => OpenDatabase(options, provider.GetRequiredService<ILogger<Database>>()));

        // One line per capability.
        services.AddIdempotencyStorage();
        services.AddSingleton<IRetentionRows, RetentionRows>();
        services.AddJobStorage();
        services.AddSingleton<ILedger, SqlLedger>().AddSingleton<LedgerCheck>();
        services.AddSingleton<LedgerDays>().AddSingleton<SpendingForgetting>().AddSingleton<LedgerExport>().AddSingleton<LedgerSummary>();
        services.AddSingleton<IBooks, SqlBooks>();
        return services;
    }

    internal static Database OpenDatabase(StorageOptions options, ILogger logger) =>
        options.Database is { } database ? new PostgresDatabase(database, options, logger) : new SqliteDatabase(options, logger);
}
