using System.Data.Common;
using Dapper;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests;

public sealed class StorageStartupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-startup-").FullName;

    private StorageOptions Options => new() { DataFolder = Path.Combine(folder, "data") };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_databases_are_there_before_any_other_service_starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<Impatient>();
        builder.Services.AddDarkroomStorage(Options);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public void Several_processes_may_prepare_the_same_folder_at_once_and_again()
    {
        Parallel.For(0, 6, _ => Startup().Prepare());
        Startup().Prepare();
        using var connection = OpenOrleans();
        connection.QuerySingle<long>("SELECT count(*) FROM OrleansQuery").ShouldBeGreaterThan(5);
    }

    [Fact]
    public void The_data_folder_is_its_owners_alone()
    {
        Startup().Prepare();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Options.DataFolder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_wrong_option_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddDarkroomStorage(new StorageOptions { Readers = 0 })).Message.ShouldContain("Readers");

    private StorageStartup Startup() => new(Options, TimeProvider.System, NullLogger<StorageStartup>.Instance);

    private DbConnection OpenOrleans()
    {
        new ServiceCollection().AddDarkroomStorage(Options);
        var connection = DbProviderFactories.GetFactory(StorageServices.OrleansInvariant).CreateConnection()!;
        connection.ConnectionString = Options.OrleansConnectionString;
        connection.Open();
        return connection;
    }

    private sealed class Impatient(ILedger ledger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => ledger.OpenHolds(DateTimeOffset.MaxValue, 1, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
