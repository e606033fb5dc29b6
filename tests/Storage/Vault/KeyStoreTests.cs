using Darkroom.Security;
using Darkroom.Storage.Keys;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.Vault;

/// <summary>What holds for the keys wherever they are.</summary>
public abstract class KeyStoreTests(Engine engine) : IDisposable
{
    private readonly TestFolder folder = new(engine);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_key_is_made_once_whoever_asks_and_stays_the_same_after_a_restart()
    {
        var picture = LocalVault.NewPicture();
        byte[] key;
        await using (var vault = new LocalVault(folder))
        {
            var keys = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => vault.Keys.Create(picture)));
            key = keys[0]!;
            key.Length.ShouldBe(32);
            keys.ShouldAllBe(other => other!.SequenceEqual(key));
            (await vault.Keys.Find(LocalVault.NewPicture(picture.Owner))).ShouldBeNull();
        }

        await using var again = new LocalVault(folder);
        (await again.Keys.Find(picture)).ShouldBe(key);
    }

    [Fact]
    public async Task Another_master_key_is_refused_at_the_start_and_a_missing_one_is_not_made_anew()
    {
        var options = folder.Vault;
        await using (var vault = new LocalVault(folder))
        {
            await vault.Keys.Create(LocalVault.NewPicture());
        }

        Should.Throw<MasterKeyException>(() => LocalVault.OpenKeys(options, new MasterKey(new byte[32]), TimeProvider.System)).Message.ShouldContain("DARKROOM_MASTER_KEY");
        if (options.KeysDatabase is null)
        {
            File.Delete(options.DefaultMasterKeyPath);
            Should.Throw<MasterKeyException>(() => new LocalVault(folder)).Message.ShouldContain("missing");
        }
    }

    [Fact]
    public async Task Tombstones_refuse_late_writers_until_they_are_removed()
    {
        await using var vault = new LocalVault(folder);
        var picture = LocalVault.NewPicture();
        await vault.Keys.Create(picture);
        await vault.KeyStore.DestroyObjectKeys([ObjectName.Of(picture), ObjectName.Of(LocalVault.NewPicture())]);
        (await vault.Keys.Find(picture)).ShouldBeNull();
        (await vault.Keys.Create(picture)).ShouldBeNull();

        (await vault.KeyStore.RemoveTombstones(DateTimeOffset.UnixEpoch, 10)).ShouldBe(0);
        (await vault.KeyStore.RemoveTombstones(TimeProvider.System.GetUtcNow().AddDays(1), 10)).ShouldBe(1);
    }

    [Fact]
    public async Task Live_keys_are_listed_by_part_in_pages()
    {
        await using var vault = new LocalVault(folder);
        var pictures = Enumerable.Range(0, 300).Select(_ => LocalVault.NewPicture(LocalVault.NewUser())).ToArray();
        await Task.WhenAll(pictures.Select(vault.Keys.Create));
        await vault.Keys.Destroy(pictures[0]);

        var listed = new List<ObjectName>();
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        for (var part = 0; part < ObjectName.Parts; part++)
        {
            for (IReadOnlyList<ObjectName> page = await vault.KeyStore.ListObjectKeys(part, tomorrow, null, 2);
                page.Count > 0;
                page = await vault.KeyStore.ListObjectKeys(part, tomorrow, page[^1], 2))
            {
                page.ShouldAllBe(name => name.Part == part);
                listed.AddRange(page);
            }
        }

        listed.ShouldBe(pictures.Skip(1).Select(ObjectName.Of), ignoreOrder: true);
        (await vault.KeyStore.ListObjectKeys(listed[0].Part, DateTimeOffset.UnixEpoch, null, 10)).ShouldBeEmpty();
    }
}

public sealed class KeyStoreTestsOnSqlite() : KeyStoreTests(Engine.Sqlite);

public sealed class KeyStoreTestsOnPostgres() : KeyStoreTests(Engine.Postgres);
