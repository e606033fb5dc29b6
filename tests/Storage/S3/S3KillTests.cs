using System.Security.Cryptography;
using Darkroom.Drivers;
using Darkroom.Objects;
using Darkroom.Retention;
using Darkroom.Storage.Tests.Retention;
using Darkroom.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Darkroom.Storage.Tests.S3;

/// <summary>A service that dies and comes back, and the vault over it. Each test has a server of its own.</summary>
public sealed class S3KillTests : IAsyncLifetime
{
    private readonly TestClock time = new(TimeProvider.System.GetUtcNow());
    private S3Server server = null!;
    private S3Bucket bucket = null!;

    public async Task InitializeAsync()
    {
        server = await S3Server.Start();
        bucket = await S3Bucket.Make(server, adjust: options => options with { Timeout = TimeSpan.FromSeconds(5), Retries = 1 }, time: time);
    }

    public async Task DisposeAsync()
    {
        await bucket.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_upload_that_the_service_does_not_survive_leaves_no_object_and_its_parts_go_when_they_are_old()
    {
        var name = S3TroubleTests.NewName();
        await Should.ThrowAsync<IOException>(bucket.Store.Create(
            name,
            async (target, token) =>
            {
                await target.WriteAsync(RandomNumberGenerator.GetBytes(S3Upload.PartSize + 1), token);
                await Eventually.Is(async () => (await bucket.Uploads()).Count, 1);
                await server.Kill();
                await target.WriteAsync(RandomNumberGenerator.GetBytes(3 * S3Upload.PartSize), token);
            },
            default));

        await server.Restart();
        (await bucket.Store.Open(name, default)).ShouldBeNull();
        (await bucket.Keys()).ShouldBeEmpty();
        (await bucket.Uploads()).Count.ShouldBe(1);
        (await bucket.Abandoned.Remove(default)).ShouldBe(0, "it might be under way");
        time.Advance(bucket.Options.AbandonedAfter + TimeSpan.FromMinutes(1));
        (await bucket.Abandoned.Remove(default)).ShouldBe(1);
        (await bucket.Uploads()).ShouldBeEmpty();
        await bucket.Store.Create(name, (target, token) => target.WriteAsync(new byte[10], token).AsTask(), default);
    }

    [Fact]
    public async Task A_download_that_the_service_does_not_survive_is_a_failed_store_and_works_afterwards()
    {
        var (name, bytes) = (S3TroubleTests.NewName(), RandomNumberGenerator.GetBytes(40_000_000));
        await bucket.Store.Create(name, (target, token) => target.WriteAsync(bytes, token).AsTask(), default);
        var content = (await bucket.Store.Open(name, default))!;
        await using (var stream = content.Stream)
        {
            await stream.ReadExactlyAsync(new byte[1_000_000]);
            await server.Kill();
            await Should.ThrowAsync<IOException>(stream.CopyToAsync(Stream.Null));
        }

        await Should.ThrowAsync<IOException>(bucket.Store.Open(name, default));
        await Should.ThrowAsync<IOException>(bucket.Store.Delete(name, default));
        await Should.ThrowAsync<IOException>(async () => await bucket.Store.List(name.Part, default).GetAsyncEnumerator().MoveNextAsync());
        await server.Restart();
        await using var again = (await bucket.Store.Open(name, default))!.Stream;
        (await SHA256.HashDataAsync(again)).ShouldBe(SHA256.HashData(bytes));
    }

    [Fact]
    public async Task Readiness_follows_the_service_and_asks_it_once_in_a_few_seconds()
    {
        await using var way = await TroubledWay.To(server.Endpoint);
        await using var watched = await S3Bucket.Make(server, way.Address, options => options with { Timeout = TimeSpan.FromSeconds(5), Retries = 0 }, time);
        for (var probe = 0; probe < 20; probe++)
        {
            (await Status()).ShouldBe(HealthStatus.Healthy);
        }

        way.Count("HEAD").ShouldBe(1);
        await server.Kill();
        (await Status()).ShouldBe(HealthStatus.Healthy, "the answer is still fresh");
        time.Advance(TimeSpan.FromSeconds(6));
        (await Status()).ShouldBe(HealthStatus.Unhealthy);
        await server.Restart();
        time.Advance(TimeSpan.FromSeconds(6));
        (await Status()).ShouldBe(HealthStatus.Healthy);

        async Task<HealthStatus> Status() => (await watched.Health.CheckHealthAsync(new HealthCheckContext())).Status;
    }

    [Fact]
    public async Task Pictures_live_and_are_forgotten_in_the_bucket_and_orphans_are_swept_from_it()
    {
        using var folder = new Vault.TestFolder();
        await using var silo = await RetentionSilo.Start(folder, time, services => services.RemoveAll<IObjectStore>().AddS3ObjectStore(bucket.Options));
        var plain = RandomNumberGenerator.GetBytes(9_000_000);
        var kept = await silo.Keep(time.GetUtcNow().AddDays(30), plain);
        var doomed = await silo.Keep(time.GetUtcNow().AddDays(30));
        var stray = S3TroubleTests.NewName();
        await silo.Objects.Create(stray, (target, token) => target.WriteAsync(new byte[10], token).AsTask(), default);
        (await bucket.Keys()).ShouldBe([Key(ObjectName.Of(kept.Picture)), Key(ObjectName.Of(doomed.Picture)), Key(stray)], ignoreOrder: true);

        await silo.Vault.Forget(doomed.Picture, default);
        (await silo.Vault.Open(doomed.Picture, default)).ShouldBeNull();
        await SweepOrphans();
        (await bucket.Keys()).Count.ShouldBe(2, "an object this young may be waiting for its row");
        time.Advance(TimeSpan.FromHours(2));
        await SweepOrphans();

        (await bucket.Keys()).ShouldBe([Key(ObjectName.Of(kept.Picture))]);
        await using (var stream = (await silo.Vault.Open(kept.Picture, default))!)
        {
            (await SHA256.HashDataAsync(stream.Content)).ShouldBe(SHA256.HashData(plain));
        }

        // What the service holds is of no use to it.
        using var stored = await server.Client.GetObjectAsync(bucket.Options.Bucket, Key(ObjectName.Of(kept.Picture)));
        using var bytes = new MemoryStream();
        await stored.ResponseStream.CopyToAsync(bytes);
        bytes.ToArray().AsSpan().IndexOf(plain.AsSpan(1000, 16)).ShouldBe(-1);

        async Task SweepOrphans()
        {
            for (var shard = 0; shard < RetentionShard.Count; shard++)
            {
                await silo.Orphans.Run(shard, default);
            }
        }

        static string Key(ObjectName name) => $"{name.Value[..2]}/{name.Value}";
    }
}
