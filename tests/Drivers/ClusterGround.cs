using System.Security.Cryptography;

namespace Darkroom.Drivers;

/// <summary>
/// What the processes of one cluster stand on: PostgreSQL with its two databases, a bucket, the master key, and the settings that lead there. Nothing of
/// Darkroom runs yet.
/// </summary>
public sealed class ClusterGround : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-cluster-");
    private readonly Dictionary<string, string> settings;

    private ClusterGround(PostgresServer postgres, S3Server s3, IEnumerable<KeyValuePair<string, string>> settings)
    {
        (Postgres, S3, this.settings) = (postgres, s3, new Dictionary<string, string>(settings));
        this.settings["DARKROOM_DATA"] = folder.FullName;
        this.settings["DARKROOM_BOOKS_KEY_FILE"] = BooksKeyPem.Write(folder.FullName);
    }

    public PostgresServer Postgres { get; }

    public S3Server S3 { get; }

    /// <summary>Where silos without a mail server put mails.</summary>
    public string DataFolder => folder.FullName;

    /// <summary>Starts the servers and makes empty databases and a bucket.</summary>
    public static async Task<ClusterGround> Start(PostgresServerOptions? options = null)
    {
        var postgres = await PostgresServer.Start(options);
        var s3 = await S3Server.Start();
        var settings = new Dictionary<string, string>(s3.Settings(await s3.CreateBucket()))
        {
            ["DARKROOM_DATABASE"] = await postgres.CreateDatabase("darkroom"),
            ["DARKROOM_KEYS_DATABASE"] = await postgres.CreateDatabase("darkroom_keys"),
            ["DARKROOM_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["DARKROOM_CONTACT_NANOGPT"] = "privacy@nanogpt.example",
            ["DARKROOM_CONTACT_PASSME"] = "privacy@passme.example",
            ["DARKROOM_CONTACT_PICFRE"] = "privacy@picfre.example",
            ["DARKROOM_LINGER"] = "1",

            // Everybody comes from one address and without a host name of a brand.
            ["DARKROOM_Gateway__Embedded"] = "true",
            ["DARKROOM_Gateway__DefaultBrand"] = "nanogpt",
            ["DARKROOM_Gateway__SignInsPerMinute"] = "10000",
            ["DARKROOM_Gateway__RequestsPerMinute"] = "1000000",
            ["DARKROOM_Gateway__AnonymousRequestsPerMinute"] = "1000000",
        };
        return new ClusterGround(postgres, s3, settings);
    }

    /// <summary>The settings of a process: what all have, then its own.</summary>
    public Dictionary<string, string> Settings(params IEnumerable<KeyValuePair<string, string>> own)
    {
        var all = new Dictionary<string, string>(settings);
        foreach (var (name, value) in own)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>Brings the databases to the schema of the program.</summary>
    public async Task Migrate()
    {
        await using var migrate = new MigrateProcess(settings);
        if (await migrate.Run() != 0)
        {
            throw new InvalidOperationException($"migrate failed:\n{migrate.Output}");
        }
    }

    public SiloProcess Silo(string lanes = "cpu,gpu", params IEnumerable<KeyValuePair<string, string>> own) => new(lanes, Settings(own));

    public GatewayProcess Gateway(params IEnumerable<KeyValuePair<string, string>> own) => new(Settings(own));

    public async ValueTask DisposeAsync()
    {
        await S3.DisposeAsync();
        await Postgres.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
