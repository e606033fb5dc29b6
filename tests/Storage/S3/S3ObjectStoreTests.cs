using System.Security.Cryptography;
using Darkroom.Drivers;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.S3;

public sealed class S3ObjectStoreTests(S3ObjectStoreTests.Fixture fixture) : ObjectStoreTests, IClassFixture<S3ObjectStoreTests.Fixture>, IAsyncLifetime
{
    private S3Bucket bucket = null!;

    private protected override IObjectStore Store => bucket.Store;

    public async Task InitializeAsync() => bucket = await S3Bucket.Make(fixture.Server);

    public async Task DisposeAsync() => await bucket.DisposeAsync();

    [Fact]
    public async Task More_objects_than_a_page_holds_are_all_listed_and_strangers_are_not()
    {
        var names = Enumerable.Range(0, 1100).Select(_ => Name("ab")).ToArray();
        await Parallel.ForEachAsync(names.Select(name => $"ab/{name.Value}").Append("ab/readme.txt").Append("abc/x"), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, token) =>
            await fixture.Server.Client.PutObjectAsync(new() { BucketName = bucket.Options.Bucket, Key = key, ContentBody = "x" }, token));

        (await Listed(0xab)).Select(entry => entry.Name).ShouldBe(names, ignoreOrder: true);
    }

    [Fact]
    public async Task A_service_without_conditional_writes_refuses_a_name_in_use_all_the_same()
    {
        await using var old = await S3Server.Start(conditions: false);
        await using var there = await S3Bucket.Make(old);
        var (name, first) = (NewName(), RandomNumberGenerator.GetBytes(1000));
        await there.Store.Create(name, Writes(first), default);

        await Should.ThrowAsync<IOException>(there.Store.Create(name, Writes([1, 2, 3]), default));
        (await ReadAll((await there.Store.Open(name, default))!)).ShouldBe(first);
    }

    private protected override async Task<int> Things() => (await bucket.Keys()).Count + (await bucket.Uploads()).Count;

    /// <summary>One server for all the tests; each has a bucket of its own.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public S3Server Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await S3Server.Start();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
