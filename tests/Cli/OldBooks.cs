using Darkroom.Storage;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Cli.Tests;

/// <summary>A data folder with books that go back some days, and the command line at it.</summary>
public sealed class OldBooks : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-cli-");

    public static BrandId Brand { get; } = new("test");

    public static UserId Anna { get; } = new(Brand, "u01anna");

    /// <summary>Three days ago, at noon.</summary>
    public DateTimeOffset Begin { get; } = new(TimeProvider.System.GetUtcNow().Date.AddDays(-3).AddHours(12), TimeSpan.Zero);

    public string Folder => folder.FullName;

    public async Task InitializeAsync()
    {
        var options = new StorageOptions { DataFolder = Folder };
        StorageMigration.Apply(options, TimeProvider.System);
        await using var services = new ServiceCollection().AddLogging().AddDarkroomStorage(options).BuildServiceProvider();
        var ledger = services.GetRequiredService<ILedger>();
        var wallet = Wallet.Empty(WalletId.New(RandomSource.System), Asset.CreditsOf(Brand));
        var none = new Dictionary<string, Operation>();
        var order = new SpendOrder(["promotional", "paid"]);
        var job = JobId.New(Brand, TimeProvider.System, RandomSource.System);
        wallet = await Append(wallet.Grant(new CreditGrant("welcome", LotKind.Promotional, 20, null), Begin, none));
        wallet = await Append(wallet.Grant(new CreditGrant("payment/ch_1, \"first\"", LotKind.Paid, 100, null), Begin.AddHours(1), none));
        wallet = await Append(wallet.Hold(job, 25, order, Begin.AddDays(1), none));
        await Append(wallet.Capture(job, 22, Begin.AddDays(1).AddMinutes(1), none));

        async Task<Wallet> Append<T>(Decision<T> decision)
        {
            (await ledger.Append(Anna, wallet, decision.Operations, [])).ShouldBe(AppendResult.Appended);
            return decision.After;
        }
    }

    public Task DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs a command on these books.</summary>
    public async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.Run([.. args, "--data", Folder], output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Forgets what was spent until yesterday, as a silo does when its time is over.</summary>
    public async Task ForgetSpending()
    {
        await using var services = new ServiceCollection().AddLogging().AddDarkroomStorage(new StorageOptions { DataFolder = Folder }).BuildServiceProvider();
        using var key = BooksKeyFile.Beside(Folder, null).Load();
        var last = DateOnly.FromDateTime(Begin.UtcDateTime).AddDays(1);
        (await services.GetRequiredService<SpendingForgetting>().Forget(Asset.CreditsOf(Brand), last, key, TimeSpan.MaxValue)).ShouldBe((2, true));
    }

    /// <summary>What somebody does who has the file in his hands.</summary>
    public void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "darkroom.db")};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'";
        command.CommandText = $"{command.ExecuteScalar()}; {sql}";
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }
}
