using System.CommandLine;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Storage;
using Darkroom.Storage.Finance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Darkroom.Cli.Ledger;

/// <summary>
/// The books behind a command: those of a cluster where <c>DARKROOM_DATABASE</c> says so, else of the data folder. They are not brought to
/// another schema here; a server of the same version does that, or <c>migrate</c>.
/// </summary>
internal sealed class OpenBooks : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly string? keyFile;
    private readonly string dataFolder;

    private OpenBooks(StorageOptions options, string? keyFile)
    {
        (this.keyFile, dataFolder) = (keyFile, options.DataFolder);
        IsShared = options.IsShared;
        services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None)).AddDarkroomStorage(options).BuildServiceProvider();
    }

    public LedgerCheck Check => services.GetRequiredService<LedgerCheck>();

    public LedgerDays Days => services.GetRequiredService<LedgerDays>();

    public LedgerExport Export => services.GetRequiredService<LedgerExport>();

    public LedgerSummary Summary => services.GetRequiredService<LedgerSummary>();

    private bool IsShared { get; }

    private BooksKeyFile File => BooksKeyFile.Beside(dataFolder, keyFile);

    /// <summary>The options that lead there, which every command of the books has.</summary>
    public static (Option<string> Data, Option<string> Key) AddOptions(Command command)
    {
        var data = new Option<string>("--data") { Description = "The data folder of an embedded server (DARKROOM_DATA; default .darkroom). Goes before DARKROOM_DATABASE, the database of a cluster.", Recursive = true };
        var key = new Option<string>("--key") { Description = "The file with the key of the books, an EC key on P-256 in PEM (DARKROOM_BOOKS_KEY_FILE; default books-key.pem in the data folder). To check, its public half is enough.", Recursive = true };
        command.Options.Add(data);
        command.Options.Add(key);
        return (data, key);
    }

    /// <summary>Opens them.</summary>
    /// <exception cref="BooksException">There are none.</exception>
    /// <exception cref="SchemaException">They are of another version.</exception>
    /// <exception cref="SettingsException">A setting is of no use; the text names it.</exception>
    public static OpenBooks At(string? data, string? key)
    {
        var settings = new SettingsReader([]);
        var isShared = data is null && (settings.Text("DATABASE") ?? settings.Text("DATABASE_FILE")) is not null;
        var options = new StorageOptions
        {
            DataFolder = Path.GetFullPath(data ?? settings.Text("DATA") ?? ".darkroom"),
            Database = isShared ? ClusterSettings.ReadDatabase(settings, "DATABASE", ClusterSettings.ReadTlsRequired(settings)) : null,
            DatabaseConnections = 8,
        };
        var keyFile = key ?? settings.Text("BOOKS_KEY_FILE");
        settings.ThrowIfUnusable();
        if (!isShared && !System.IO.File.Exists(options.DatabasePath))
        {
            throw new BooksException($"There are no books in {options.DataFolder}. Name the data folder of the server (--data or DARKROOM_DATA), or set DARKROOM_DATABASE for a cluster.");
        }

        StorageMigration.Verify(options, TimeProvider.System);
        return new OpenBooks(options, keyFile);
    }

    /// <summary>The key that signs. Beside an embedded server's data one is made where there is none; a cluster's has to be given.</summary>
    /// <exception cref="BooksException">None is named.</exception>
    public BooksKey SigningKey() => (keyFile, IsShared) switch
    {
        (null, true) => throw new BooksException("DARKROOM_BOOKS_KEY_FILE is not set, nor --key: a cluster's days are signed with a key that is kept apart from its database."),
        _ => File.Load(),
    };

    /// <summary>The key to check with; null where none is named and none was made.</summary>
    public BooksKey? CheckingKey() =>
        keyFile is not null || (!IsShared && File.Exists) ? SigningKey() : null;

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
