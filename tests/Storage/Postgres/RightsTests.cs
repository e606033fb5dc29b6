using System.Data.Common;
using Dapper;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Storage.Tests.Ledger.Forgetting;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>A silo's role can do all that wallets need, and nothing to the past; a gateway's can read who is in the cluster.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private static readonly string Number = Guid.NewGuid().ToString("N")[..8];
    private readonly string owner = SharedServer.NewDatabase();
    private readonly string silo = $"silo-{Number}";
    private readonly string gateway = $"gateway-{Number}";

    public Task InitializeAsync()
    {
        var password = new NpgsqlConnectionStringBuilder(owner).Password;
        SharedServer.Administer($"CREATE ROLE \"{silo}\" LOGIN PASSWORD '{password}'; CREATE ROLE \"{gateway}\" LOGIN PASSWORD '{password}'", owner);
        StorageMigration.Authorize(new StorageOptions { Database = owner }, silo, gateway);
        StorageMigration.Authorize(new StorageOptions { Database = owner }, silo, gateway);
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        SharedServer.Administer($"DROP OWNED BY \"{silo}\"; DROP OWNED BY \"{gateway}\"; DROP ROLE \"{silo}\"; DROP ROLE \"{gateway}\"", owner);
        SharedServer.Remove(owner);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_silos_role_keeps_the_books_seals_them_and_forgets_what_may_go()
    {
        await using var database = StorageServices.OpenDatabase(new StorageOptions { Database = As(silo) }, NullLogger.Instance);
        StorageMigration.Verify(new StorageOptions { Database = As(silo) }, TimeProvider.System);
        var clock = new TestClock(TimeProvider.System.GetUtcNow().AddDays(-3));
        var (brand, key) = (new BrandId("test"), SpendingBooks.NewKey());
        var person = new UserId(brand, "u1");
        var cashier = new Cashier(person, new SpendOrder(["paid"]), new SqlLedger(database), clock, RandomSource.System);
        await cashier.Grant(new CreditGrant("payment/1", LotKind.Paid, 20, clock.GetUtcNow().AddDays(1)));
        var (one, other) = (new JobId(brand, "j1"), new JobId(brand, "j2"));
        await cashier.Hold(one, 5);
        await cashier.Capture(one, 5);
        await cashier.Hold(other, 5);
        await cashier.Release(other);
        clock.Advance(TimeSpan.FromDays(2));
        await cashier.Expire();
        await cashier.Claw(new CreditClawback("refund/1", "payment/1", ClawbackKind.Refund, 20));

        var days = new LedgerDays(database, TimeProvider.System);
        var first = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-3);
        (await new SpendingForgetting(database, days, TimeProvider.System).Forget(SpendingBooks.Asset, first, key, TimeSpan.MaxValue)).ShouldBe((4, true));
        (await new LedgerCheck(database).Run(key)).Fault.ShouldBeNull();
        (await days.Verify(key)).ShouldBe((1, null));
        await new SqlLedger(database).ForgetOwner(person);
    }

    [Theory]
    [InlineData("DELETE FROM operation")]
    [InlineData("UPDATE operation SET amount = 1")]
    [InlineData("DELETE FROM transfer")]
    [InlineData("TRUNCATE transfer")]
    [InlineData("DELETE FROM wallet_checkpoint")]
    [InlineData("DELETE FROM wallet_head")]
    [InlineData("UPDATE ledger_day SET operations = 1")]
    [InlineData("DELETE FROM ledger_forgotten")]
    [InlineData("INSERT INTO account VALUES ('pocket')")]
    [InlineData("ALTER TABLE operation DISABLE TRIGGER ALL")]
    [InlineData("DROP TRIGGER operation_change ON operation")]
    [InlineData("CREATE TABLE mine (id INT)")]
    [InlineData("UPDATE schema_history SET number = 1")]
    public async Task A_silos_role_changes_nothing_of_the_past_and_of_the_schema(string sql) => await ShouldNotBeAllowed(silo, sql);

    [Theory]
    [InlineData("SELECT * FROM job")]
    [InlineData("SELECT * FROM wallet_owner")]
    [InlineData("SELECT * FROM OrleansStorage")]
    [InlineData("DELETE FROM OrleansMembershipTable")]
    public async Task A_gateways_role_reads_who_is_in_the_cluster_and_nothing_else(string sql)
    {
        await using var connection = new NpgsqlConnection(As(gateway));
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM OrleansMembershipTable")).ShouldBe(0);
        await ShouldNotBeAllowed(gateway, sql);
    }

    [Fact]
    public void A_role_that_there_is_not_is_told()
    {
        Should.Throw<SchemaException>(() => StorageMigration.Authorize(new StorageOptions { Database = owner }, "nobody\"; DROP TABLE job", null))
            .Message.ShouldContain("The role of silos cannot be given its rights");
    }

    private string As(string role) => new NpgsqlConnectionStringBuilder(owner) { Username = role }.ToString();

    private async Task ShouldNotBeAllowed(string role, string sql)
    {
        await using var connection = new NpgsqlConnection(As(role));
        var refusal = await Should.ThrowAsync<DbException>(connection.ExecuteAsync(sql));
        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
