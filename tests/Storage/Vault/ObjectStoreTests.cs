using System.Security.Cryptography;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.Vault;

/// <summary>What every object store promises, as the port says it.</summary>
public abstract class ObjectStoreTests
{
    private protected abstract IObjectStore Store { get; }

    /// <summary>How many things lie in the store, the unfinished ones included.</summary>
    private protected abstract Task<int> Things();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(8 * 1024 * 1024)]
    [InlineData((8 * 1024 * 1024) + 1)]
    [InlineData(20_000_000)]
    public async Task An_object_comes_back_byte_for_byte_whatever_its_size(int size)
    {
        var (name, bytes) = (NewName(), RandomNumberGenerator.GetBytes(size));
        await Store.Create(name, Writes(bytes), default);

        var content = (await Store.Open(name, default))!;
        content.Length.ShouldBe(size);
        SHA256.HashData(await ReadAll(content)).ShouldBe(SHA256.HashData(bytes));
        (await Things()).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_to_remove_it_is_no_error()
    {
        var name = NewName();
        (await Store.Open(name, default)).ShouldBeNull();
        await Store.Delete(name, default);

        await Store.Create(name, Writes([1, 2, 3]), default);
        await Store.Delete(name, default);
        await Store.Delete(name, default);
        (await Store.Open(name, default)).ShouldBeNull();
        (await Things()).ShouldBe(0);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(9_000_000)]
    public async Task A_name_in_use_is_refused_and_its_object_stays(int size)
    {
        var (name, first) = (NewName(), RandomNumberGenerator.GetBytes(size));
        await Store.Create(name, Writes(first), default);

        await Should.ThrowAsync<IOException>(Store.Create(name, Writes(RandomNumberGenerator.GetBytes(size)), default));
        (await ReadAll((await Store.Open(name, default))!)).AsSpan().SequenceEqual(first).ShouldBeTrue();
        (await Things()).ShouldBe(1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(9_000_000)]
    public async Task Of_many_who_write_one_name_at_once_one_wins(int size)
    {
        var name = NewName();
        var contents = Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetBytes(size)).ToArray();
        using var together = new Barrier(contents.Length);
        var won = await Task.WhenAll(contents.Select(bytes => Task.Run(async () =>
        {
            try
            {
                await Store.Create(
                    name,
                    async (target, token) =>
                    {
                        together.SignalAndWait(TimeSpan.FromMinutes(1), token);
                        await target.WriteAsync(bytes, token);
                    },
                    default);
                return bytes;
            }
            catch (IOException)
            {
                return null;
            }
        })));

        var winner = won.Single(bytes => bytes is not null);
        (await ReadAll((await Store.Open(name, default))!)).AsSpan().SequenceEqual(winner).ShouldBeTrue();
        (await Things()).ShouldBe(1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000_000)]
    public async Task A_writer_that_breaks_off_leaves_nothing_and_its_own_exception_comes_out(int size)
    {
        var name = NewName();
        await Should.ThrowAsync<InvalidTimeZoneException>(Store.Create(
            name,
            async (target, token) =>
            {
                await target.WriteAsync(RandomNumberGenerator.GetBytes(size), token);
                throw new InvalidTimeZoneException("the writer's own");
            },
            default));

        (await Store.Open(name, default)).ShouldBeNull();
        (await Things()).ShouldBe(0);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000_000)]
    public async Task A_canceled_writer_leaves_nothing(int size)
    {
        var name = NewName();
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(Store.Create(
            name,
            async (target, token) =>
            {
                await target.WriteAsync(RandomNumberGenerator.GetBytes(size), token);
                await cancel.CancelAsync();
            },
            cancel.Token));

        (await Store.Open(name, default)).ShouldBeNull();
        (await Things()).ShouldBe(0);
    }

    [Fact]
    public async Task Objects_are_listed_by_part_with_the_time_of_their_writing()
    {
        var began = TimeProvider.System.GetUtcNow();
        var names = new[] { Name("00"), Name("00"), Name("0f"), Name("f0"), Name("ff") };
        foreach (var name in names)
        {
            await Store.Create(name, Writes([1]), default);
        }

        foreach (var part in new[] { 0x00, 0x0f, 0xf0, 0xff, 0x10 })
        {
            var listed = await Listed(part);
            listed.Select(entry => entry.Name).ShouldBe(names.Where(name => name.Part == part), ignoreOrder: true);
            listed.ShouldAllBe(entry => entry.WrittenAt > began.AddSeconds(-2) && entry.WrittenAt < began.AddMinutes(5));
        }
    }

    [Fact]
    public async Task Who_reads_while_an_object_is_removed_reads_it_to_its_end()
    {
        var (name, bytes) = (NewName(), RandomNumberGenerator.GetBytes(500_000));
        await Store.Create(name, Writes(bytes), default);
        var content = (await Store.Open(name, default))!;

        await Store.Delete(name, default);

        (await ReadAll(content)).ShouldBe(bytes);
    }

    private protected static ObjectName NewName() => ObjectName.Of(LocalVault.NewPicture());

    private protected static ObjectName Name(string firstDigits) => new(firstDigits + NewName().Value[2..]);

    private protected static Func<Stream, CancellationToken, Task> Writes(byte[] bytes) => async (target, token) => await target.WriteAsync(bytes, token);

    private protected static async Task<byte[]> ReadAll(ObjectContent content)
    {
        await using var stream = content.Stream;
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole);
        return whole.ToArray();
    }

    private protected async Task<List<ObjectEntry>> Listed(int part)
    {
        var entries = new List<ObjectEntry>();
        await foreach (var entry in Store.List(part, default))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
