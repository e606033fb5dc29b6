using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Darkroom.Accounts;
using Darkroom.Brands;
using Darkroom.Mail;
using Darkroom.Retention;
using Darkroom.Security;
using Darkroom.Silo.Tests.Support;
using Darkroom.Silo.Work;
using Darkroom.Storage;
using Darkroom.Storage.Keys;
using Darkroom.Telemetry;
using Darkroom.Texts;
using Darkroom.Wallets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Darkroom.Silo.Tests.Accounts;

/// <summary>A silo with everything that accounts touch, on a real database; only the clock and the letter box are the test's.</summary>
internal sealed class AccountSilo : IAsyncDisposable, IMailSender
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-accounts-").FullName;
    private readonly ConcurrentQueue<MailMessage> mails = [];
    private IHost host;

    private AccountSilo() => host = Build();

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public Faults Faults { get; } = new();

    /// <summary>Grants to wallets fail for as long as this is set.</summary>
    public bool WalletsAreAway { get; set; }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IAccountsGrain Accounts => Grains.GetGrain<IAccountsGrain>(GrainKeys.Accounts(TestBrands.Brand));

    private string Database => new StorageOptions { DataFolder = folder }.OrleansDatabasePath;

    public static async Task<AccountSilo> Start()
    {
        var silo = new AccountSilo();
        await silo.host.StartAsync();
        return silo;
    }

    public IReadOnlyList<MailMessage> MailsTo(string email) => [.. mails.Where(mail => mail.To == email)];

    public IUserGrain User(UserId user) => Grains.GetGrain<IUserGrain>(GrainKeys.User(user));

    public IWalletGrain Wallet(UserId user) => Grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(user));

    /// <summary>What is stored of persons now: rows of grain state, and reminders of mailboxes and users.</summary>
    public (long States, long Reminders) Rows()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT COUNT(*) FROM OrleansStorage), (SELECT COUNT(*) FROM OrleansRemindersTable "
            + "WHERE GrainId LIKE 'mailbox/%' OR GrainId LIKE 'user/%')";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Lets time pass in steps until the outcome is there.</summary>
    public async Task Until(Func<bool> outcome, TimeSpan step)
    {
        for (var tries = 0; !outcome(); tries++)
        {
            tries.ShouldBeLessThan(200, "the outcome never came");
            Clock.Advance(step);
            await Task.Delay(25);
        }
    }

    public async Task Restart()
    {
        await Close();
        host = Build();
        await host.StartAsync();
    }

    public Task Send(MailMessage message, CancellationToken cancellation)
    {
        mails.Enqueue(message);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Close()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private IHost Build()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(RandomSource.System).AddSingleton<DarkroomMetrics>();
        services.AddSingleton<IBrands, TestBrands>().AddSingleton(TextCatalogues.Load(typeof(TextCatalogues).Assembly));
        services.AddSingleton<IMailSender>(this);
        var storage = new StorageOptions { DataFolder = folder };
        services.AddDarkroomStorage(storage).AddLocalVault(new VaultOptions(folder));
        services.AddRetention();
        services.AddAccounts();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddIncomingGrainCallFilter(call => WalletsAreAway && call.InterfaceMethod.Name == nameof(IWalletGrain.Grant)
                ? throw new StorageUnavailableException("The wallets are away.") : call.Invoke())
            .AddAdoNetGrainStorage("whole", options => options.Configure<PersonalDataSerializer>((ado, serializer) =>
            {
                (ado.Invariant, ado.ConnectionString) = (StorageServices.OrleansInvariant, storage.OrleansConnectionString);
                (ado.DeleteStateOnClear, ado.GrainStorageSerializer) = (true, serializer);
            }))
            .UseAdoNetReminderService((AdoNetReminderTableOptions reminders) =>
                (reminders.Invariant, reminders.ConnectionString) = (StorageServices.OrleansInvariant, storage.OrleansConnectionString)));
        // The grains' storage is the whole one with faults in front; the engine starts the whole one itself.
        services.AddKeyedSingleton("darkroom", (provider, _) => Faults.Around(provider.GetRequiredKeyedService<IGrainStorage>("whole")));
        Decorate<IReminderTable>(services);
        Decorate<ILedger>(services);
        Decorate<IForgetting>(services);
        return builder.Build();
    }

    /// <summary>Puts faults in front of a service.</summary>
    private void Decorate<T>(IServiceCollection services)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(provider => Faults.Around((T)(inner.ImplementationFactory?.Invoke(provider)
            ?? inner.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
