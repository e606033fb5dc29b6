using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Darkroom.Drivers;
using Npgsql;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>The driver itself: what the crash tests rest on.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task What_was_committed_before_a_kill_is_there_after_it_and_connections_are_cut()
    {
        await using var server = await PostgresServer.Start();
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabase("kept")) { Pooling = false }.ToString();
        await using (var before = new NpgsqlConnection(database))
        {
            await before.OpenAsync();
            await before.ExecuteAsync("CREATE TABLE note (id text PRIMARY KEY); INSERT INTO note VALUES ('one')");
            await server.Kill();
            await Should.ThrowAsync<NpgsqlException>(before.ExecuteAsync("INSERT INTO note VALUES ('two')"));
        }

        await server.Restart();
        await using var after = new NpgsqlConnection(database);
        (await after.QueryAsync<string>("SELECT id FROM note")).ShouldBe(["one"]);
        (await after.ExecuteScalarAsync<string>("SHOW fsync")).ShouldBe("on");
        (await after.ExecuteScalarAsync<bool>("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).ShouldBeFalse();
    }

    [Fact]
    public async Task With_a_certificate_it_takes_encrypted_connections_only()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await PostgresServer.Start(new() { Certificate = certificate, Settings = new Dictionary<string, string> { ["max_connections"] = "23" } });
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabase("sealed")) { Pooling = false };

        await using var connection = new NpgsqlConnection(database.ToString());
        (await connection.ExecuteScalarAsync<bool>("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).ShouldBeTrue();
        (await connection.ExecuteScalarAsync<string>("SHOW max_connections")).ShouldBe("23");
        database.SslMode = SslMode.Disable;
        await using var plain = new NpgsqlConnection(database.ToString());
        await Should.ThrowAsync<NpgsqlException>(plain.OpenAsync());
    }
}
