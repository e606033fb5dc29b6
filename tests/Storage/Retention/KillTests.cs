using System.Data.Common;
using System.Text;
using Dapper;
using Darkroom.Drivers;
using Darkroom.Retention;
using Darkroom.Storage.Tests.Vault;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>A real process that stores and forgets is killed in the middle, again and again, on the same folder.</summary>
public abstract class KillTests(Engine engine) : IDisposable
{
    private const int Kills = 3;
    private readonly TestFolder folder = new(engine);

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Clause", "NAN-03")]
    [Trait("Clause", "NAN-06")]
    public async Task What_was_put_is_whole_what_was_forgotten_is_gone_and_nothing_is_left_over_after_any_kill()
    {
        var (put, asked, forgot) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        var random = new Random(11);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = ChildProcess.Start([ForgettingChild.Verb, $"{kill}", .. folder.Arguments]);
            foreach (var line in await child.KillAfter(random.Next(30, 80)))
            {
                var words = line.Split(' ');
                (words[0] switch { "put" => put, "forget" => asked, _ => forgot }).Add(words[^1]);
            }

            folder.FilesWith(Encoding.ASCII.GetBytes(ForgettingChild.Canary)).ShouldBeEmpty();
        }

        forgot.Count.ShouldBeGreaterThan(20);

        // The next start: half-written files go at once, the rest is as it was told.
        var time = new ManualTime();
        await using var silo = await RetentionSilo.Start(folder, time);
        Directory.GetFiles(Path.Combine(folder.Vault.ObjectsFolder, "incoming")).ShouldBeEmpty();
        foreach (var picture in put.Except(asked).Select(PictureRef.Parse))
        {
            (await silo.Read(picture)).ShouldBe(ForgettingChild.Content(picture));
        }

        // What was asked for and cut off is as if never asked, or is finished by the sweep that every start begins with: nothing in between.
        await Eventually.Is(async () => (await silo.Status.Lateness(default)).Overdue, 0);
        var gone = await silo.Status.Forgotten([.. asked.Select(PictureRef.Parse)], default);
        forgot.Except(gone.Keys.Select(picture => picture.ToString())).ShouldBeEmpty();
        foreach (var picture in asked.Select(PictureRef.Parse))
        {
            (await silo.Read(picture)).ShouldBe(gone.ContainsKey(picture) ? null : ForgettingChild.Content(picture));
        }

        // Once everything's time is over nothing is left: no row due, no bytes, no key.
        time.Advance(TimeSpan.FromHours(3));
        await silo.Sweep();
        (await silo.Status.Lateness(default)).Overdue.ShouldBe(0);
        for (var shard = 0; shard < RetentionShard.Count; shard++)
        {
            await silo.Orphans.Run(shard, default);
        }

        (await silo.ObjectCount()).ShouldBe(0);
        (await silo.KeyCount()).ShouldBe(0);
        Material().ShouldBe(Users());
    }

    private long Users() => Count("SELECT count(*) FROM user_key");

    private long Material() => Count(folder.Vault.KeysDatabase is null
        ? "SELECT count(*) FROM slot WHERE used = 1 OR material <> zeroblob(73)"
        : "SELECT (SELECT count(material) FROM user_key) + (SELECT count(material) FROM object_key)");

    private long Count(string sql)
    {
        using DbConnection connection = folder.Vault.KeysDatabase is { } shared
            ? new NpgsqlConnection(shared)
            : new SqliteConnection($"Data Source={folder.Vault.KeysPath};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>(sql);
    }
}

public sealed class KillTestsOnSqlite() : KillTests(Engine.Sqlite);

public sealed class KillTestsOnPostgres() : KillTests(Engine.Postgres);
