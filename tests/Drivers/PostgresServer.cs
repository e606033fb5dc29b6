using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace Darkroom.Drivers;

/// <summary>
/// A real PostgreSQL on a free loopback port, over a data folder of its own that goes away with it, which can be killed and
/// started again. Commits are flushed, so that what was acknowledged before a kill has to be there after it. Databases belong to a plain role, as in production.
/// Start, kill and stop from one thread at a time.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The role that owns the databases and that connection strings name. Not a superuser.</summary>
    public const string Role = "darkroom";

    private const string Administrator = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly PostgresServerOptions options;
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-postgres-").FullName;
    private readonly string password;
    private PostgresProcess? process;

    private PostgresServer(PostgresServerOptions options, string password) => (this.options, this.password) = (options, password);

    /// <summary>The port on 127.0.0.1; stays the same over restarts.</summary>
    public int Port { get; } = FreePort();

    /// <summary>The server's data folder. Readable for whoever runs as root or started the server.</summary>
    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>What the server has logged so far.</summary>
    public string Log => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    private string LogPath => Path.Combine(folder, "log");

    /// <summary>Makes a new, empty server and answers when it accepts connections.</summary>
    /// <exception cref="FileNotFoundException">PostgreSQL is not installed; the text names the package.</exception>
    public static async Task<PostgresServer> Start(PostgresServerOptions? options = null)
    {
        var server = new PostgresServer(options ?? new(), RandomNumberGenerator.GetHexString(32));
        try
        {
            await server.Prepare();
            await server.Restart();
            await server.Administer($"CREATE ROLE {Role} LOGIN PASSWORD '{server.password}'");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies a running server and answers when the copy follows it as its hot standby.</summary>
    public static async Task<PostgresServer> StartStandby(PostgresServer primary)
    {
        var server = new PostgresServer(primary.options, primary.password);
        try
        {
            await PostgresProcess.GiveAway(server.folder);
            var source = $"host=127.0.0.1 port={primary.Port} user={Administrator} password={primary.password}";
            await PostgresProcess.Run("pg_basebackup", "--pgdata", server.DataFolder, "--dbname", source, "--write-recovery-conf", "--checkpoint", "fast");
            await server.Restart();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until this standby has everything that its primary has committed so far.</summary>
    public async Task CatchUp(PostgresServer primary)
    {
        var position = await primary.Ask<string>("SELECT pg_current_wal_lsn()::text");
        await Eventually.Is(() => Ask<bool>($"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn"), true);
    }

    /// <summary>Makes this standby the primary.</summary>
    public Task Promote() => Administer("SELECT pg_promote()");

    /// <summary>Makes an empty database that belongs to <see cref="Role"/> and answers its connection string.</summary>
    /// <param name="name">Of the new database.</param>
    /// <param name="template">A database that it is a copy of, to which nobody is connected.</param>
    public async Task<string> CreateDatabase(string name, string? template = null)
    {
        await Administer($"CREATE DATABASE \"{name}\" OWNER {Role} TEMPLATE \"{template ?? "template1"}\"");
        return ConnectionString(name);
    }

    /// <summary>The connection string of a database for <see cref="Role"/>.</summary>
    public string ConnectionString(string database) => Connection(database, Role).ToString();

    /// <summary>The same for PostgreSQL's own programs.</summary>
    public string ConnectionInfo(string database) => $"host=127.0.0.1 port={Port} user={Role} password={password} dbname={database}";

    /// <summary>Runs a statement as the superuser: terminates connections, reads server files, changes settings.</summary>
    public async Task Administer(string sql, string database = Administrator)
    {
        await using var connection = new NpgsqlConnection(AdministratorConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks the superuser's question.</summary>
    public async Task<T> Ask<T>(string sql, string database = Administrator)
    {
        await using var connection = new NpgsqlConnection(AdministratorConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The connection string of a database for the superuser, without a pool.</summary>
    public string AdministratorConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Connection(database, Administrator).ToString()) { Pooling = false }.ToString();

    /// <summary>SIGKILL to the postmaster and everything that it has started: nothing is flushed or said.</summary>
    public Task Kill() => End(postgres => postgres.Kill());

    /// <summary>A fast shutdown: connections are ended, what is committed is written.</summary>
    public Task Stop() => End(postgres => postgres.Signal("INT"));

    /// <summary>Starts the server again over the same data, on the same port (stops it before where it runs), and answers when it accepts connections.</summary>
    public async Task Restart()
    {
        await Stop();
        process = PostgresProcess.Start(DataFolder, LogPath, [.. Settings().Select(setting => $"--{setting.Key}={setting.Value}")]);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                await Administer("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!process.HasExited && waited.Elapsed < Patience)
            {
                // Not listening yet, or still recovering.
            }
            catch (NpgsqlException failure)
            {
                throw new InvalidOperationException($"PostgreSQL did not start:\n{Log}", failure);
            }
        }
    }

    /// <summary>
    /// Has the server end and its folder go after a process has, however that ends: a runner of tests does not wait for what its processes
    /// want to do at their end.
    /// </summary>
    public void EndAfter(int processId)
    {
        const string watch = """
            exec </dev/null >/dev/null 2>&1
            while kill -0 "$0"; do sleep 1; done
            kill -QUIT "$(head -n 1 "$1/postmaster.pid")"
            while [ -e "$1/postmaster.pid" ] && kill -0 "$(head -n 1 "$1/postmaster.pid")"; do sleep 1; done
            rm -rf "$2"
            """;
        using var watcher = Process.Start("setsid", ["sh", "-c", watch, processId.ToString(CultureInfo.InvariantCulture), DataFolder, folder]);
    }

    /// <summary>Ends the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Kill();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task End(Action<PostgresProcess> how)
    {
        if (process is { } running)
        {
            process = null;
            how(running);
            await running.Gone().WaitAsync(Patience);
            running.Dispose();
        }
    }

    private async Task Prepare()
    {
        var secret = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(secret, password);
        await PostgresProcess.GiveAway(folder);
        await PostgresProcess.Run(
            "initdb", "--pgdata", DataFolder, "--username", Administrator, "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8");
        if (options.Certificate is { } certificate)
        {
            await File.WriteAllTextAsync(Path.Combine(DataFolder, "server.crt"), certificate.ExportCertificatePem());
            using var key = (AsymmetricAlgorithm?)RSACertificateExtensions.GetRSAPrivateKey(certificate)
                ?? ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate);
            var keyPath = Path.Combine(DataFolder, "server.key");
            await File.WriteAllTextAsync(keyPath, key!.ExportPkcs8PrivateKeyPem());
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(keyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            await File.WriteAllTextAsync(Path.Combine(DataFolder, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
            await PostgresProcess.GiveAway(DataFolder);
        }
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["fsync"] = "on",
            ["max_connections"] = "200",
            ["ssl"] = options.Certificate is null ? "off" : "on",
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }

    private NpgsqlConnectionStringBuilder Connection(string database, string role) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = role,
        Password = password,
        SslMode = options.Certificate is null ? SslMode.Disable : SslMode.Require,
        IncludeErrorDetail = true,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
