using Darkroom.Drivers;

namespace Darkroom.Cluster.Tests.Processes;

/// <summary>The schema is brought to the databases once, by a command of its own.</summary>
public sealed class MigrateTests : IAsyncLifetime
{
    private ClusterGround ground = null!;

    public async Task InitializeAsync() => ground = await ClusterGround.Start();

    public async Task DisposeAsync() => await ground.DisposeAsync();

    [Fact]
    public async Task A_silo_refuses_databases_without_the_schema_and_several_migrations_at_once_bring_it()
    {
        await using (var silo = ground.Silo())
        {
            silo.Launch();
            (await silo.Ended()).ShouldBe(1);
            silo.Output.ShouldContain("darkroom migrate");
        }

        var migrations = Enumerable.Range(0, 3).Select(_ => new MigrateProcess(ground.Settings())).ToList();
        (await Task.WhenAll(migrations.Select(migrate => migrate.Run()))).ShouldBe([0, 0, 0]);
        var output = string.Concat(migrations.Select(migrate => migrate.Output));
        output.Split('\n').Where(line => line.StartsWith("Applied ", StringComparison.Ordinal)).Order().ShouldBeUnique();
        output.ShouldContain("Applied database 010");
        output.ShouldContain("Applied keys 001");

        await using var again = new MigrateProcess(ground.Settings());
        (await again.Run()).ShouldBe(0);
        again.Output.ShouldNotContain("Applied");
        foreach (var migrate in migrations)
            await migrate.DisposeAsync();
    }

    [Fact]
    public async Task What_keeps_a_migration_from_running_is_said_without_a_stack()
    {
        await using var nowhere = new MigrateProcess(ground.Settings(
            KeyValuePair.Create("DARKROOM_DATABASE", "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=never-shown")));
        (await nowhere.Run()).ShouldBe(1);
        nowhere.Output.ShouldStartWith("Darkroom cannot migrate: ");
        nowhere.Output.ShouldNotContain("   at ");
        nowhere.Output.ShouldNotContain("never-shown");

        await using var same = new MigrateProcess(ground.Settings(KeyValuePair.Create("DARKROOM_KEYS_DATABASE", ground.Settings()["DARKROOM_DATABASE"])));
        (await same.Run()).ShouldBe(1);
        same.Output.ShouldContain("DARKROOM_KEYS_DATABASE");
    }
}
