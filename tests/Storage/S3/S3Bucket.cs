using Darkroom.Drivers;
using Darkroom.Objects;
using Darkroom.Vault;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Darkroom.Storage.Tests.S3;

/// <summary>A bucket of its own on a running server, and the product's store in it, registered as the product registers it.</summary>
internal sealed class S3Bucket : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly S3Server server;

    private S3Bucket(S3Server server, S3Options options, TimeProvider time)
    {
        this.server = server;
        Options = options;
        services = new ServiceCollection().AddLogging().AddSingleton(time).AddS3ObjectStore(options).BuildServiceProvider();
    }

    public S3Options Options { get; }

    public IObjectStore Store => services.GetRequiredService<IObjectStore>();

    public AbandonedUploads Abandoned => services.GetRequiredService<AbandonedUploads>();

    public ObjectStoreHealth Health => services.GetRequiredService<ObjectStoreHealth>();

    /// <param name="server">Where the bucket is made.</param>
    /// <param name="by">Where the store is told that the service is: an address of something in between.</param>
    /// <param name="adjust">Changes the options.</param>
    /// <param name="time">The store's clock.</param>
    public static async Task<S3Bucket> Make(S3Server server, Uri? by = null, Func<S3Options, S3Options>? adjust = null, TimeProvider? time = null)
    {
        var bucket = await server.CreateBucket($"b{Guid.NewGuid():N}");
        var options = Read(server.Settings(bucket))! with { Endpoint = by ?? server.Endpoint };
        return new S3Bucket(server, adjust?.Invoke(options) ?? options, time ?? TimeProvider.System);
    }

    /// <summary>Reads settings as the product does.</summary>
    public static S3Options? Read(IEnumerable<KeyValuePair<string, string>> environment) => S3Options.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(environment.Select(setting => KeyValuePair.Create(setting.Key["DARKROOM_".Length..], (string?)setting.Value))).Build());

    /// <summary>What the host does before it starts to serve.</summary>
    public async Task Start() => await services.GetServices<IHostedService>().OfType<S3Startup>().Single().StartingAsync(default);

    /// <summary>The keys of all objects, asked behind the product's back.</summary>
    public async Task<IReadOnlyList<string>> Keys() =>
        [.. ((await server.Client.ListObjectsV2Async(new() { BucketName = Options.Bucket })).S3Objects ?? []).Select(entry => entry.Key)];

    /// <summary>The keys of all unfinished uploads.</summary>
    public async Task<IReadOnlyList<string>> Uploads() =>
        [.. ((await server.Client.ListMultipartUploadsAsync(Options.Bucket)).MultipartUploads ?? []).Select(upload => upload.Key)];

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
