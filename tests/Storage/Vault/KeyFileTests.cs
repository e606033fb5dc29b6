using Dapper;
using Darkroom.Vault;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage.Tests.Vault;

/// <summary>What the key store's SQLite file holds and what it no longer holds.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_bytes_of_destroyed_keys_are_in_no_file_while_the_others_are()
    {
        // Many keys, made and destroyed in turns, so that pages fill, split and are used again.
        await using var vault = new LocalVault(folder);
        var random = new Random(7);
        var live = new List<PictureRef>();
        var everSeen = new Dictionary<PictureRef, byte[]>();
        for (var round = 0; round < 8; round++)
        {
            var owner = LocalVault.NewUser();
            var fresh = Enumerable.Range(0, 250).Select(_ => LocalVault.NewPicture(owner)).ToArray();
            await Task.WhenAll(fresh.Select(vault.Keys.Create));
            live.AddRange(fresh);
            foreach (var (picture, material) in Material(vault, fresh))
            {
                everSeen.Add(picture, material);
            }

            var doomed = live.Where(_ => random.Next(3) == 0).ToArray();
            await Task.WhenAll(doomed.Select(vault.Keys.Destroy));
            live.RemoveAll(doomed.Contains);
        }

        var erased = live[^1].Owner;
        await vault.Keys.DestroyAll(erased);
        live.RemoveAll(picture => picture.Owner == erased);

        var files = Directory.GetFiles(vault.Options.KeysFolder).Select(File.ReadAllBytes).ToArray();
        var left = everSeen.Where(key => files.Any(file => file.AsSpan().IndexOf(key.Value.AsSpan(1)) >= 0)).Select(key => key.Key);
        left.ShouldBe(live, ignoreOrder: true);
        live.Count.ShouldBeGreaterThan(200);
        everSeen.Count.ShouldBe(2000);
    }

    [Fact]
    public async Task A_destroyed_users_own_key_is_in_no_file()
    {
        await using var vault = new LocalVault(folder);
        var owner = LocalVault.NewUser();
        await vault.Keys.Create(LocalVault.NewPicture(owner));
        var wrapped = (await vault.KeyStore.GetOrAddUserKey(owner, () => throw new InvalidOperationException("there is one")))!;
        folder.FilesWith(wrapped).ShouldNotBeEmpty();

        await vault.Keys.DestroyAll(owner);
        folder.FilesWith(wrapped.AsMemory(1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_destruction_that_may_have_left_traces_is_not_answered_as_done_and_a_repeat_removes_them()
    {
        await using var vault = new LocalVault(folder);
        var picture = LocalVault.NewPicture();
        await vault.Keys.Create(picture);
        var material = Material(vault, [picture])[0].Material;
        using (var reader = new SqliteConnection($"Data Source={vault.Options.KeysPath};Mode=ReadOnly;Pooling=False"))
        {
            reader.Open();
            using var snapshot = reader.BeginTransaction(deferred: true);
            reader.ExecuteScalar<long>("SELECT count(*) FROM slot", transaction: snapshot);
            await Should.ThrowAsync<StorageUnavailableException>(vault.Keys.Destroy(picture));
            (await vault.Keys.Find(picture)).ShouldBeNull("its row is gone all the same");
            (await vault.Keys.Create(LocalVault.NewPicture())).ShouldNotBeNull("new keys do not wait for it");
        }

        await vault.Keys.Destroy(picture);
        folder.FilesWith(material.AsMemory(1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_key_stands_in_the_file_as_it_is()
    {
        await using var vault = new LocalVault(folder);
        var key = await vault.Keys.Create(LocalVault.NewPicture());
        folder.FilesWith(key).ShouldBeEmpty();
    }

    private static List<(PictureRef Picture, byte[] Material)> Material(LocalVault vault, PictureRef[] pictures)
    {
        using var connection = new SqliteConnection($"Data Source={vault.Options.KeysPath};Mode=ReadOnly;Pooling=False");
        return [.. pictures.Select(picture => (picture, connection.ExecuteScalar<byte[]>(
            "SELECT material FROM object_key JOIN slot ON slot.id = slot WHERE name = @Name", new { Name = ObjectName.Of(picture).Value })!))];
    }
}
