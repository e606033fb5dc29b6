using System.Diagnostics;
using System.Security.Cryptography;
using Darkroom.Drivers;
using Npgsql;

namespace Darkroom.ClusterTest.Nodes;

/// <summary>PostgreSQL with both databases, and an S3 server with a bucket: what the processes of a cluster share.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private Stores(PostgresServer database, S3Server objects, string host) => (Database, Objects, Host) = (database, objects, host);

    public PostgresServer Database { get; }

    public S3Server Objects { get; }

    /// <summary>The address under which the processes of the cluster reach both.</summary>
    public string Host { get; }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; private set; } = "";

    /// <summary>The master key of the cluster, made for this run.</summary>
    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The file with the key of the books.</summary>
    public string BooksKey { get; private set; } = "";

    /// <summary>The product's tables and Orleans', for the test's own eyes.</summary>
    public string Rows => Database.ConnectionString("darkroom");

    /// <summary>The key store, likewise.</summary>
    public string Keys => Database.ConnectionString("darkroom_keys");

    /// <summary>Starts both, empty.</summary>
    public static async Task<Stores> Start(string host)
    {
        var database = await PostgresServer.Start(new PostgresServerOptions
        {
            Settings = new Dictionary<string, string> { ["listen_addresses"] = $"127.0.0.1,{host}" },
        });
        var stores = new Stores(database, await S3Server.Start(address: host), host);
        try
        {
            if (host != "127.0.0.1")
            {
                await File.AppendAllTextAsync(Path.Combine(database.DataFolder, "pg_hba.conf"), $"\nhost all all {host}/24 scram-sha-256\n");
                await database.Administer("SELECT pg_reload_conf()");
            }

            await database.CreateDatabase("darkroom");
            await database.CreateDatabase("darkroom_keys");
            stores.BooksKey = BooksKeyPem.Write(database.DataFolder);
            stores.Bucket = await stores.Objects.CreateBucket();
            return stores;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string as the processes of the cluster use it.</summary>
    public string ForProcesses(string connection) => new NpgsqlConnectionStringBuilder(connection) { Host = Host }.ToString();

    /// <summary>Brings both databases to the version of a build, with its own command.</summary>
    /// <exception cref="InvalidOperationException">It refused; the text says what it said.</exception>
    public async Task Migrate(Build build)
    {
        var start = new ProcessStartInfo("dotnet", [build.Silo, "migrate"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DARKROOM_DATABASE"] = Rows;
        start.Environment["DARKROOM_KEYS_DATABASE"] = Keys;
        start.Environment["DARKROOM_MASTER_KEY"] = MasterKey;
        using var migrate = Process.Start(start)!;
        var said = await Task.WhenAll(migrate.StandardOutput.ReadToEndAsync(), migrate.StandardError.ReadToEndAsync());
        await migrate.WaitForExitAsync();
        if (migrate.ExitCode != 0)
        {
            throw new InvalidOperationException($"The migration ended with {migrate.ExitCode}: {string.Concat(said)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Objects.DisposeAsync();
        await Database.DisposeAsync();
    }
}
