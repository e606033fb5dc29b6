using System.Security.Cryptography;
using Darkroom.Drivers;
using Darkroom.Objects;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.S3;

/// <summary>The store while the way to the service, or the service, is in trouble.</summary>
public sealed class S3TroubleTests(S3ObjectStoreTests.Fixture fixture) : IClassFixture<S3ObjectStoreTests.Fixture>, IAsyncLifetime
{
    private static readonly byte[] Small = RandomNumberGenerator.GetBytes(100_000);
    private static readonly byte[] Large = RandomNumberGenerator.GetBytes(20_000_000);
    private readonly ObjectName name = NewName();
    private TroubledWay way = null!;
    private S3Bucket bucket = null!;

    public async Task InitializeAsync()
    {
        way = await TroubledWay.To(fixture.Server.Endpoint);
        bucket = await S3Bucket.Make(fixture.Server, way.Address, options => options with { Timeout = TimeSpan.FromSeconds(20), Retries = 2 });
    }

    public async Task DisposeAsync()
    {
        await bucket.DisposeAsync();
        await way.DisposeAsync();
    }

    [Theory]
    [InlineData("PUT", Trouble.Busy)]
    [InlineData("PUT", Trouble.Cut)]
    [InlineData("POST", Trouble.Busy)]
    [InlineData("HEAD", Trouble.Cut)]
    public async Task What_fails_once_is_done_again(string method, object trouble)
    {
        way.On(method, (Trouble)trouble, first: 1);
        await Write(Large);
        way.On("GET", (Trouble)trouble, first: 1);
        (await Read()).AsSpan().SequenceEqual(Large).ShouldBeTrue();
        (await Left()).ShouldBe([Key]);
    }

    [Theory]
    [InlineData("PUT", Trouble.Busy)]
    [InlineData("PUT", Trouble.Cut)]
    [InlineData("HEAD", Trouble.Busy)]
    public async Task What_keeps_failing_ends_as_a_failed_store_after_a_few_tries_and_leaves_nothing(string method, object trouble)
    {
        way.On(method, (Trouble)trouble);
        await Should.ThrowAsync<IOException>(Write(Small));

        // Three tries each of two or three requests; the HTTP client itself takes up connections that broke in its hands.
        (way.Count("PUT") + way.Count("HEAD")).ShouldBeInRange(3, 50);
        (await Left()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT", false)]
    [InlineData("POST", true)]
    public async Task A_write_whose_answer_is_lost_is_known_for_ones_own_when_its_repeat_is_refused(string commit, bool large)
    {
        way.On(commit, Trouble.LostAnswer, within: large ? "uploadId" : "", first: 1);
        await Write(large ? Large : Small);
        (await Read()).AsSpan().SequenceEqual(large ? Large : Small).ShouldBeTrue();
        (await Left()).ShouldBe([Key]);
    }

    [Fact]
    public async Task A_write_of_which_every_answer_is_lost_is_found_to_be_there()
    {
        way.On("PUT", Trouble.LostAnswer);
        await Write(Small);
        (await Read()).ShouldBe(Small);
    }

    [Theory]
    [InlineData("PUT", Trouble.Silence, false)]
    [InlineData("PUT", Trouble.SilentAnswer, false)]
    [InlineData("PUT", Trouble.Silence, true)]
    [InlineData("POST", Trouble.SilentAnswer, true)]
    public async Task A_writer_canceled_while_nothing_answers_leaves_nothing(string method, object trouble, bool large)
    {
        using var cancel = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        way.Decide = (asked, path, _) =>
        {
            if (asked != method || (method == "POST" && !path.Contains("uploadId", StringComparison.Ordinal)))
            {
                return Task.FromResult(Trouble.None);
            }

            reached.TrySetResult();
            return Task.FromResult((Trouble)trouble);
        };
        var writing = Write(large ? Large : Small, cancel.Token);
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if ((Trouble)trouble == Trouble.SilentAnswer)
        {
            await Eventually.Is(async () => (await bucket.Keys()).Count, 1);
        }

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(writing);
        (await Left()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Silence_ends_as_a_failed_store()
    {
        await using var impatient = await S3Bucket.Make(fixture.Server, way.Address, options => options with { Timeout = TimeSpan.FromSeconds(1), Retries = 0 });
        way.On("PUT", Trouble.Silence);
        (await Should.ThrowAsync<IOException>(impatient.Store.Create(name, (target, token) => target.WriteAsync(Small, token).AsTask(), default)))
            .Message.ShouldContain("in time");
        (await impatient.Keys()).ShouldBeEmpty();
        way.On("GET", Trouble.Silence);
        await Should.ThrowAsync<IOException>(impatient.Store.Open(name, default));
    }

    [Theory]
    [InlineData(Trouble.HalfAnswer)]
    [InlineData(Trouble.StalledAnswer)]
    public async Task Half_an_object_is_a_failed_store_and_never_taken_for_the_whole(object trouble)
    {
        await using var impatient = await S3Bucket.Make(fixture.Server, way.Address, options => options with { Timeout = TimeSpan.FromSeconds(2), Retries = 0 });
        await impatient.Store.Create(name, (target, token) => target.WriteAsync(Large, token).AsTask(), default);
        way.On("GET", (Trouble)trouble);
        var content = (await impatient.Store.Open(name, default))!;
        await using var stream = content.Stream;
        await Should.ThrowAsync<IOException>(stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task A_writer_is_held_back_while_its_parts_are_under_way()
    {
        var release = new TaskCompletionSource();
        way.Decide = async (method, _, _) =>
        {
            if (method == "PUT")
            {
                await release.Task;
            }

            return Trouble.None;
        };
        var chunk = RandomNumberGenerator.GetBytes(64 * 1024);
        var (chunks, written) = (50 * 1024 * 1024 / chunk.Length, 0L);
        var writing = bucket.Store.Create(
            name,
            async (target, token) =>
            {
                for (var number = 0; number < chunks; number++)
                {
                    await target.WriteAsync(chunk, token);
                    Interlocked.Add(ref written, chunk.Length);
                }
            },
            default);

        // One part on its way and one that is full: not a byte more is taken.
        await Eventually.Is(() => Task.FromResult(Interlocked.Read(ref written)), 2L * S3Upload.PartSize);
        await Task.WhenAny(writing, Task.Delay(500));
        Interlocked.Read(ref written).ShouldBe(2L * S3Upload.PartSize);
        release.SetResult();
        await writing;
        var content = (await bucket.Store.Open(name, default))!;
        content.Length.ShouldBe((long)chunks * chunk.Length);
        await using var stream = content.Stream;
        var again = new byte[chunk.Length];
        for (var number = 0; number < chunks; number++)
        {
            await stream.ReadExactlyAsync(again);
            again.AsSpan().SequenceEqual(chunk).ShouldBeTrue();
        }
    }

    internal static ObjectName NewName() => ObjectName.Of(Vault.LocalVault.NewPicture());

    private string Key => $"{name.Value[..2]}/{name.Value}";

    private Task Write(byte[] bytes, CancellationToken cancellation = default) =>
        bucket.Store.Create(name, (target, token) => target.WriteAsync(bytes, token).AsTask(), cancellation);

    private async Task<byte[]> Read()
    {
        await using var stream = (await bucket.Store.Open(name, default))!.Stream;
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole);
        return whole.ToArray();
    }

    private async Task<IEnumerable<string>> Left() => [.. await bucket.Keys(), .. await bucket.Uploads()];
}
