using Dapper;
using Darkroom.Drivers;
using Darkroom.Security;
using Darkroom.Storage.Keys;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Vault;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>What a destruction leaves in the files of a PostgreSQL server of its own, set up as operators are told to.</summary>
public sealed class KeyScrubbingTests : IAsyncLifetime
{
    private static readonly MasterKey Master = new(new byte[MasterKey.Length]);
    private PostgresServer server = null!;
    private string database = "";
    private PostgresKeyStore store = null!;
    private UserKeys keys = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["wal_recycle"] = "off" } });
        database = await server.CreateDatabase("keys");
        await server.Administer("GRANT pg_checkpoint TO darkroom; GRANT EXECUTE ON FUNCTION pg_switch_wal() TO darkroom", "keys");
        StorageMigration.ApplyKeys(new VaultOptions("") { KeysDatabase = database }, TimeProvider.System);
        store = new PostgresKeyStore(database, Master, TimeProvider.System, NullLogger.Instance);
        keys = new UserKeys(store, Master, RandomSource.System);
    }

    public async Task DisposeAsync()
    {
        await store.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_bytes_of_destroyed_keys_are_in_no_file_of_the_server_while_the_others_are()
    {
        var random = new Random(7);
        var live = new List<PictureRef>();
        var everSeen = new Dictionary<PictureRef, byte[]>();
        for (var round = 0; round < 3; round++)
        {
            var owner = LocalVault.NewUser();
            var fresh = Enumerable.Range(0, 100).Select(_ => LocalVault.NewPicture(owner)).ToArray();
            await Task.WhenAll(fresh.Select(keys.Create));
            live.AddRange(fresh);
            foreach (var picture in fresh)
            {
                everSeen.Add(picture, Material(picture));
            }

            var doomed = live.Where(_ => random.Next(3) == 0).ToArray();
            await Task.WhenAll(doomed.Select(keys.Destroy));
            live.RemoveAll(doomed.Contains);
        }

        var erased = live[^1].Owner;
        await keys.DestroyAll(erased);
        live.RemoveAll(picture => picture.Owner == erased);

        // What lives is in memory until somebody writes it out; what was destroyed must not be anywhere.
        await server.Administer("CHECKPOINT");
        var files = Files();
        var left = everSeen.Where(key => files.Any(file => file.AsSpan().IndexOf(key.Value.AsSpan(1)) >= 0)).Select(key => key.Key);
        left.ShouldBe(live, ignoreOrder: true);
        live.Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task A_destruction_that_may_have_left_traces_is_not_answered_as_done_and_a_repeat_removes_them()
    {
        var picture = LocalVault.NewPicture();
        await keys.Create(picture);
        var material = Material(picture);
        await using (var reader = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString()))
        {
            // A backup under way.
            await reader.OpenAsync();
            await using var snapshot = await reader.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await reader.ExecuteScalarAsync<long>("SELECT count(*) FROM master", transaction: snapshot);
            await Should.ThrowAsync<StorageUnavailableException>(keys.Destroy(picture));
            (await keys.Find(picture)).ShouldBeNull("its row is gone all the same");
            (await keys.Create(LocalVault.NewPicture())).ShouldNotBeNull("new keys do not wait for it");
        }

        await keys.Destroy(picture);
        Files().Count(file => file.AsSpan().IndexOf(material.AsSpan(1)) >= 0).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_added_while_its_user_is_destroyed_on_another_silo_does_not_stay()
    {
        await using var other = new PostgresKeyStore(database, Master, TimeProvider.System, NullLogger.Instance);
        for (var round = 0; round < 10; round++)
        {
            var owner = LocalVault.NewUser();
            await keys.Create(LocalVault.NewPicture(owner));
            await Task.WhenAll(
                Task.WhenAll(Enumerable.Range(0, 10).Select(_ => keys.Create(LocalVault.NewPicture(owner)))), other.DestroyUser(owner));
            await using var connection = new NpgsqlConnection(database);
            (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM object_key WHERE owner = @Owner AND material IS NOT NULL", new { Owner = owner.ToString() })).ShouldBe(0);
        }
    }

    private byte[] Material(PictureRef picture)
    {
        using var connection = new NpgsqlConnection(database);
        return connection.ExecuteScalar<byte[]>("SELECT material FROM object_key WHERE name = @Name", new { Name = ObjectName.Of(picture).Value })!;
    }

    private List<byte[]> Files()
    {
        var files = new List<byte[]>();
        foreach (var path in Directory.GetFiles(server.DataFolder, "*", SearchOption.AllDirectories))
        {
            try
            {
                files.Add(File.ReadAllBytes(path));
            }
            catch (FileNotFoundException)
            {
                // The server removed it meanwhile.
            }
        }

        return files;
    }
}
