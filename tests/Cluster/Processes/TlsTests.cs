using System.Net;
using System.Security.Cryptography.X509Certificates;
using Darkroom.Drivers;
using Npgsql;

namespace Darkroom.Cluster.Tests.Processes;

/// <summary>Mutual TLS between processes and TLS to PostgreSQL, with certificates made here; strangers stay outside.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    /// <summary>Who says in the log that a handshake failed, the official package and its stand-in alike.</summary>
    private const string Refusal = "WRN Orleans.Connections.Security";

    private readonly CertificateFolder ours = new();
    private readonly CertificateFolder theirs = new("Somebody else's authority");
    private readonly List<DarkroomProcess> processes = [];
    private ClusterGround ground = null!;

    public async Task InitializeAsync()
    {
        var (certificate, key) = ours.Issue("postgres");
        ground = await ClusterGround.Start(new PostgresServerOptions { Certificate = X509Certificate2.CreateFromPemFile(certificate, key) });
    }

    public async Task DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        await ground.DisposeAsync();
        ours.Dispose();
        theirs.Dispose();
    }

    [Fact]
    public async Task Members_speak_over_TLS_and_whoever_has_no_certificate_of_the_authority_gets_no_answer()
    {
        var secured = Databases(ours.Authority);
        await using (var migrate = new MigrateProcess(ground.Settings(secured)))
            (await migrate.Run()).ShouldBe(0, migrate.Output);
        var silo = Add(ground.Silo("cpu,gpu", [.. secured, .. ours.Settings("silo")]));
        var gateway = Add(ground.Gateway([.. secured, .. ours.Settings("gateway")]));
        await Task.WhenAll(silo.Start(), gateway.Start());
        using var visitor = new Visitor(gateway.Address, ground.DataFolder, "tls@example.org");
        await visitor.SignUp();

        // They know the database, and so where the silos are. One trusts the silos and is not trusted, one speaks in the clear.
        var impostor = Add(ground.Gateway([.. secured, .. theirs.Settings("impostor"), KeyValuePair.Create("DARKROOM_TLS_AUTHORITY", ours.Authority)]));
        var open = Add(ground.Gateway(secured));
        var intruder = Add(ground.Silo("cpu", [.. secured, .. theirs.Settings("intruder"), KeyValuePair.Create("DARKROOM_TLS_AUTHORITY", ours.Authority)]));
        foreach (var stranger in new DarkroomProcess[] { impostor, open, intruder })
            stranger.Launch();
        await Eventually.Is(() => Task.FromResult(impostor.Output.Contains("Waiting for a silo", StringComparison.Ordinal)), true);
        await Eventually.Is(() => Task.FromResult(open.Output.Contains("Waiting for a silo", StringComparison.Ordinal)), true);
        await Eventually.Is(() => Task.FromResult(intruder.Output.Contains(Refusal, StringComparison.Ordinal) || intruder.HasExited), true);
        silo.Output.ShouldContain(Refusal);
        foreach (var stranger in new DarkroomProcess[] { impostor, open, intruder })
            (await stranger.Probe("/health/ready")).ShouldNotBe(HttpStatusCode.OK);

        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(20);
        (await gateway.Probe("/health/ready")).ShouldBe(HttpStatusCode.OK);
        (await silo.Probe("/health/ready")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_database_that_another_authority_vouches_for_is_not_spoken_to()
    {
        await using var migrate = new MigrateProcess(ground.Settings(Databases(theirs.Authority)));
        (await migrate.Run()).ShouldBe(1);
        migrate.Output.ShouldStartWith("Darkroom cannot migrate: ");
    }

    [Fact]
    public async Task Where_TLS_is_required_everything_in_the_clear_is_named_and_nothing_starts()
    {
        foreach (var process in new DarkroomProcess[]
        {
            Add(ground.Silo("cpu", KeyValuePair.Create("DARKROOM_TLS", "required"))),
            Add(ground.Gateway(KeyValuePair.Create("DARKROOM_TLS", "required"))),
        })
        {
            process.Launch();
            (await process.Ended()).ShouldBe(1);
            foreach (var name in new[] { "TLS_CERTIFICATE", "DATABASE", "S3" })
                process.Output.ShouldContain($"DARKROOM_{name} ");
        }

        processes[0].Output.ShouldContain("DARKROOM_KEYS_DATABASE ");
    }

    private KeyValuePair<string, string>[] Databases(string authority) =>
    [
        .. new[] { "DARKROOM_DATABASE", "DARKROOM_KEYS_DATABASE" }.Select(name => KeyValuePair.Create(name, new NpgsqlConnectionStringBuilder(
            ground.Settings()[name]) { SslMode = SslMode.VerifyFull, RootCertificate = authority }.ToString())),
    ];

    private T Add<T>(T process) where T : DarkroomProcess
    {
        processes.Add(process);
        return process;
    }
}
