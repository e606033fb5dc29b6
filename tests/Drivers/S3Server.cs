using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;

namespace Darkroom.Drivers;

/// <summary>
/// A real S3 server (tests/Drivers/s3) as its own process on a free port, over a temporary folder that outlives the process, so that it
/// can be killed and started again. It checks signatures, keeps objects durably and whole, and forgets everything when disposed.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-s3-").FullName;
    private readonly bool conditions;
    private Process? process;
    private AmazonS3Client? client;

    private S3Server(bool conditions, string address)
    {
        this.conditions = conditions;
        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{address}:{FreePort(address)}"));
    }

    /// <summary>Its address, the same after a restart.</summary>
    public Uri Endpoint { get; }

    /// <summary>A key made for this server alone.</summary>
    public string AccessKey { get; } = RandomNumberGenerator.GetHexString(20);

    /// <summary>Belongs to <see cref="AccessKey"/>.</summary>
    public string SecretKey { get; } = RandomNumberGenerator.GetHexString(40);

    /// <summary>A client with every right, to prepare and to look behind the product's back.</summary>
    public IAmazonS3 Client => client ??= new AmazonS3Client(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = Endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Starts a server without any bucket.</summary>
    /// <param name="conditions">False: it ignores <c>If-None-Match</c> on writes, as servers did before S3 had it.</param>
    /// <param name="address">The address of this machine that it listens on.</param>
    public static async Task<S3Server> Start(bool conditions = true, string address = "127.0.0.1")
    {
        var server = new S3Server(conditions, address);
        await server.Launch();
        return server;
    }

    /// <summary>Makes a bucket and answers its name.</summary>
    public async Task<string> CreateBucket(string name = "darkroom")
    {
        await Client.PutBucketAsync(name);
        return name;
    }

    /// <summary>What the product is told to use this server and that bucket (names with the prefix of the environment).</summary>
    public IReadOnlyDictionary<string, string> Settings(string bucket) => new Dictionary<string, string>
    {
        ["DARKROOM_S3"] = Endpoint.ToString(),
        ["DARKROOM_S3_BUCKET"] = bucket,
        ["DARKROOM_S3_ACCESS_KEY"] = AccessKey,
        ["DARKROOM_S3_SECRET_KEY"] = SecretKey,
        ["DARKROOM_S3_PATH_STYLE"] = "yes",
    };

    /// <summary>SIGKILL: no request is finished, nothing gets to clean up.</summary>
    public async Task Kill()
    {
        var victim = process ?? throw new InvalidOperationException("The S3 server is not running.");
        victim.Kill();
        await victim.WaitForExitAsync();
        victim.Dispose();
        process = null;
    }

    /// <summary>Starts it again at the same address over what it kept; kills it first where it runs.</summary>
    public async Task Restart()
    {
        if (process is not null)
        {
            await Kill();
        }

        await Launch();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (process is not null)
        {
            await Kill();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task Launch()
    {
        var program = Path.Combine(Repository.Root, "tests", "Drivers", "s3");
        if (!Directory.Exists(Path.Combine(program, "node_modules")))
        {
            throw new InvalidOperationException("The S3 server of the tests is not installed: make setup");
        }

        // s3rver enciphers the tokens of its listings with DES, which OpenSSL has put away.
        var start = new ProcessStartInfo("node", ["--openssl-legacy-provider", "server.mjs"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program,
        };
        start.Environment["S3_ADDRESS"] = Endpoint.Host;
        start.Environment["S3_PORT"] = Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["S3_FOLDER"] = folder;
        start.Environment["S3_ACCESS_KEY"] = AccessKey;
        start.Environment["S3_SECRET_KEY"] = SecretKey;
        start.Environment["S3_CONDITIONS"] = conditions ? "yes" : "no";
        process = Process.Start(start) ?? throw new InvalidOperationException("node does not start.");
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) != "listening")
        {
            throw new InvalidOperationException($"The S3 server did not start:\n{await errors}");
        }

        _ = process.StandardOutput.ReadToEndAsync();
    }

    private static int FreePort(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
