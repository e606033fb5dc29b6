using System.Security.Cryptography;
using System.Text;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.Vault;

public abstract class PictureVaultTests(Engine engine) : IAsyncLifetime, IDisposable
{
    private readonly TestFolder folder = new(engine);
    private LocalVault vault = null!;

    public Task InitializeAsync()
    {
        vault = new LocalVault(folder);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await vault.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_picture_comes_back_whole_also_after_a_restart()
    {
        var picture = LocalVault.NewPicture();
        var plain = RandomNumberGenerator.GetBytes(300_000);
        var stored = await vault.Pictures.Put(picture, new MemoryStream(plain), default);
        stored.Bytes.ShouldBe(plain.Length);
        stored.Sha256.ShouldBe(SHA256.HashData(plain));

        await vault.DisposeAsync();
        vault = new LocalVault(folder);
        (await vault.Read(picture)).ShouldBe(plain);
    }

    [Fact]
    [Trait("Clause", "NAN-06")]
    public async Task Nothing_below_the_data_folder_shows_the_picture_or_whose_it_is()
    {
        var owner = LocalVault.NewUser();
        var picture = LocalVault.NewPicture(owner);
        var canary = Encoding.ASCII.GetBytes("CANARY-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        await vault.Pictures.Put(picture, new MemoryStream([.. Enumerable.Repeat(canary, 10_000).SelectMany(bytes => bytes)]), default);

        folder.FilesWith(canary.AsMemory(0, 12)).ShouldBeEmpty();
        folder.Files.ShouldAllBe(file => !file.Contains(owner.Value) && !file.Contains(picture.Value) && !file.Contains("one"));
        (await vault.Read(picture))!.AsSpan(0, canary.Length).ToArray().ShouldBe(canary);
    }

    [Fact]
    public async Task A_forgotten_picture_is_gone_and_cannot_be_written_again()
    {
        var picture = LocalVault.NewPicture();
        await vault.Put(picture);
        await vault.Pictures.Forget(picture, default);
        await vault.Pictures.Forget(picture, default);

        (await vault.Read(picture)).ShouldBeNull();
        (await vault.Names()).ShouldBeEmpty();
        await Should.ThrowAsync<PictureForgottenException>(vault.Put(picture));
        (await vault.Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_that_was_forgotten_before_it_came_is_refused()
    {
        var picture = LocalVault.NewPicture();
        await vault.Pictures.Forget(picture, default);
        await Should.ThrowAsync<PictureForgottenException>(vault.Put(picture));
    }

    [Fact]
    public async Task A_picture_that_is_forgotten_while_it_is_written_leaves_nothing()
    {
        var picture = LocalVault.NewPicture();
        var content = new Gate(RandomNumberGenerator.GetBytes(200_000));
        var put = vault.Pictures.Put(picture, content, default);
        await content.Reached;
        await vault.Pictures.Forget(picture, default);
        content.Open();

        await Should.ThrowAsync<PictureForgottenException>(put);
        (await vault.Read(picture)).ShouldBeNull();
        (await vault.Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_reading_while_a_picture_is_forgotten_reads_it_to_its_end_and_nobody_after()
    {
        var picture = LocalVault.NewPicture();
        var plain = await vault.Put(picture, 500_000);
        await using var reading = await vault.Pictures.Open(picture, default);
        var first = new byte[1000];
        await reading!.Content.ReadExactlyAsync(first);

        await vault.Pictures.Forget(picture, default);

        (await vault.Read(picture)).ShouldBeNull();
        using var rest = new MemoryStream();
        await reading.Content.CopyToAsync(rest);
        ((byte[])[.. first, .. rest.ToArray()]).ShouldBe(plain);
    }

    [Fact]
    public async Task Many_who_forget_the_same_pictures_at_once_do_not_disturb_each_other()
    {
        var owner = LocalVault.NewUser();
        var pictures = Enumerable.Range(0, 20).Select(_ => LocalVault.NewPicture(owner)).ToArray();
        await Task.WhenAll(pictures.Select(picture => vault.Put(picture, 1000)));
        await Task.WhenAll(Enumerable.Repeat(pictures, 4).SelectMany(all => all).Select(picture => vault.Pictures.Forget(picture, default)));
        (await vault.Names()).ShouldBeEmpty();
        (await Task.WhenAll(pictures.Select(vault.Read))).ShouldAllBe(plain => plain == null);
    }

    [Fact]
    public async Task An_erased_user_has_no_readable_picture_and_gets_no_key_again()
    {
        var owner = LocalVault.NewUser();
        var pictures = Enumerable.Range(0, 5).Select(_ => LocalVault.NewPicture(owner)).ToArray();
        await Task.WhenAll(pictures.Select(picture => vault.Put(picture, 1000)));
        var other = LocalVault.NewPicture();
        var otherPlain = await vault.Put(other, 1000);

        await vault.Keys.DestroyAll(owner);
        await vault.Keys.DestroyAll(owner);

        (await Task.WhenAll(pictures.Select(vault.Read))).ShouldAllBe(plain => plain == null);
        await Should.ThrowAsync<PictureForgottenException>(vault.Put(LocalVault.NewPicture(owner)));
        (await vault.Read(other)).ShouldBe(otherPlain);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_or_is_canceled_leaves_no_file()
    {
        var before = Objects();
        await Should.ThrowAsync<InvalidOperationException>(vault.Pictures.Put(LocalVault.NewPicture(), new Broken(), default));
        using var cancel = new CancellationTokenSource();
        var gate = new Gate(new byte[200_000]);
        var put = vault.Pictures.Put(LocalVault.NewPicture(), gate, cancel.Token);
        await gate.Reached;
        await cancel.CancelAsync();
        gate.Open();
        await Should.ThrowAsync<OperationCanceledException>(put);
        Objects().ShouldBe(before);

        int Objects() => folder.Files.Count(file => file.StartsWith(vault.Options.ObjectsFolder, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reference_is_written_once()
    {
        var picture = LocalVault.NewPicture();
        var plain = await vault.Put(picture);
        await Should.ThrowAsync<IOException>(vault.Put(picture));
        (await vault.Read(picture)).ShouldBe(plain);
    }

    [Fact]
    public async Task A_changed_file_is_noticed()
    {
        var picture = LocalVault.NewPicture();
        await vault.Put(picture);
        var file = folder.Files.Single(path => path.EndsWith(ObjectName.Of(picture).Value, StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[70_000] ^= 4;
        await File.WriteAllBytesAsync(file, bytes);
        await Should.ThrowAsync<InvalidDataException>(vault.Read(picture));
    }

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("the connection is gone");
    }

    /// <summary>A stream that waits at its first byte until it is opened.</summary>
    private sealed class Gate(byte[] content) : MemoryStream(content)
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public void Open() => opened.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reached.TrySetResult();
            await opened.Task;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}

public sealed class PictureVaultTestsOnSqlite() : PictureVaultTests(Engine.Sqlite);

public sealed class PictureVaultTestsOnPostgres() : PictureVaultTests(Engine.Postgres);
