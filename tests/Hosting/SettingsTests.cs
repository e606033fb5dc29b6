using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Darkroom.Hosting.Tests;

/// <summary>Settings that are missing, empty, huge, malformed or contradict each other.</summary>
public sealed class SettingsTests : IDisposable
{
    private const string Postgres = "Host=db.example.org;Database=darkroom;Username=darkroom;Password=s3cret";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-settings-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Nothing_set_is_the_documented_default()
    {
        var settings = Settings();
        var process = ProcessOptions.Read(settings, linger: 5);
        settings.ThrowIfUnusable();
        (process.Urls, process.LogFormat, process.Drain, process.Linger)
            .ShouldBe(("http://127.0.0.1:8080", "text", TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Blank_is_as_good_as_unset()
    {
        var settings = Settings(("DRAIN", "  "), ("LOG", ""), ("DATABASE", " "), ("DATABASE_FILE", ""));
        ProcessOptions.Read(settings, linger: 0).LogFormat.ShouldBe("text");
        settings.ThrowIfUnusable();
        settings.Secret("DATABASE").ShouldBeNull();
        settings.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_problem_is_told_at_once_by_its_variable_and_what_would_do()
    {
        var settings = Settings(("URLS", "ftp://x"), ("LOG", "pretty"), ("DRAIN", "99999999999999999999"), ("LINGER", "-1"), ("BRANDS", "/nowhere"),
            ("CLUSTER", new string('x', 101)), ("DATABASE", "nonsense"), ("TLS", "perhaps"));
        ProcessOptions.Read(settings, linger: 0);
        ClusterSettings.Read(settings);
        var error = Should.Throw<SettingsException>(settings.ThrowIfUnusable);
        foreach (var name in new[] { "URLS", "LOG", "DRAIN", "LINGER", "BRANDS", "CLUSTER", "DATABASE", "TLS" })
            error.Problems.Count(problem => problem.StartsWith($"DARKROOM_{name} ", StringComparison.Ordinal)).ShouldBe(1, name);
        error.Problems.Count.ShouldBe(8);
        error.Message.ShouldContain("from 0 to 3600");
        error.Message.ShouldContain("text or json");
    }

    [Fact]
    public void An_operators_key_comes_from_a_variable_or_a_file_and_is_the_only_one_that_matches()
    {
        var key = new string('k', 32);
        var file = Path.Combine(folder.FullName, "operator-key");
        File.WriteAllText(file, key + "\n");
        foreach (var settings in new[] { Settings(("OPERATOR_KEY", key)), Settings(("OPERATOR_KEY_FILE", file)) })
        {
            var read = OperatorSettings.Read(settings).ShouldNotBeNull();
            settings.ThrowIfUnusable();
            (read.Matches(key), read.Matches(key + "k"), read.Matches(key[1..]), read.Matches("")).ShouldBe((true, false, false, false));
        }

        OperatorSettings.Read(Settings()).ShouldBeNull();
    }

    [Theory]
    [InlineData("short-and-secret")]
    [InlineData("with-a-space-inside and-otherwise-long-enough")]
    [InlineData("fünfunddreißig-zeichen-und-doch-nicht")]
    [InlineData("line\nbreak-in-an-otherwise-long-enough-key")]
    public void An_operators_key_of_no_use_is_refused_and_not_repeated(string key)
    {
        var settings = Settings(("OPERATOR_KEY", key));
        OperatorSettings.Read(settings).ShouldBeNull();
        var error = Should.Throw<SettingsException>(settings.ThrowIfUnusable);
        error.Message.ShouldStartWith("DARKROOM_OPERATOR_KEY ");
        error.Message.ShouldNotContain(key);
        var huge = Settings(("OPERATOR_KEY", new string('k', 513)));
        OperatorSettings.Read(huge).ShouldBeNull();
        huge.Problems.Count.ShouldBe(1);
        var both = Settings(("OPERATOR_KEY", new string('k', 40)), ("OPERATOR_KEY_FILE", Path.Combine(folder.FullName, "nothing")));
        OperatorSettings.Read(both).ShouldBeNull();
        both.Problems.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData(null)]
    public void A_secret_file_that_holds_nothing_or_is_not_there_is_named(string? content)
    {
        var file = Path.Combine(folder.FullName, "secret");
        if (content is not null)
            File.WriteAllText(file, content);
        var settings = Settings(("DATABASE_FILE", file));
        settings.Secret("DATABASE").ShouldBeNull();
        settings.Problems.ShouldHaveSingleItem().ShouldStartWith($"DARKROOM_DATABASE_FILE names {file}, which ");
    }

    [Fact]
    public void A_secret_is_read_from_its_file_without_the_line_end_and_never_from_two_places()
    {
        var file = Path.Combine(folder.FullName, "secret");
        File.WriteAllText(file, Postgres + "\n");
        Settings(("DATABASE_FILE", file)).Secret("DATABASE").ShouldBe(Postgres);
        var both = Settings(("DATABASE_FILE", file), ("DATABASE", Postgres));
        both.Secret("DATABASE");
        both.Problems.ShouldHaveSingleItem().ShouldContain("DARKROOM_DATABASE_FILE are both set");
    }

    [Fact]
    public void A_huge_secret_file_is_not_read()
    {
        var file = Path.Combine(folder.FullName, "secret");
        File.WriteAllText(file, new string('x', 1_000_000));
        var settings = Settings(("DATABASE_FILE", file));
        settings.Secret("DATABASE").ShouldBeNull();
        settings.Problems.ShouldHaveSingleItem().ShouldContain("far too large");
    }

    [Fact]
    public void A_connection_string_is_never_shown()
    {
        foreach (var text in new[] { "Password=s3cret", "s3cret", "Host=x;Port=s3cret;Database=y" })
        {
            var settings = Settings(("DATABASE", text));
            ClusterSettings.Read(settings);
            settings.Problems.ShouldNotBeEmpty();
            settings.Problems.ShouldAllBe(problem => problem.StartsWith("DARKROOM_DATABASE ", StringComparison.Ordinal) && !problem.Contains("s3cret", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Required_TLS_names_everything_that_would_go_in_the_clear()
    {
        var settings = Settings(("TLS", "required"), ("DATABASE", Postgres + ";SSL Mode=Require"));
        ClusterSettings.Read(settings);
        settings.Problems.Count.ShouldBe(2);
        settings.Problems.ShouldContain(problem => problem.StartsWith("DARKROOM_TLS_CERTIFICATE ", StringComparison.Ordinal));
        settings.Problems.ShouldContain(problem => problem.StartsWith("DARKROOM_DATABASE ", StringComparison.Ordinal) && problem.Contains("VerifyFull", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("silo.example.org")]
    [InlineData("10.0.0")]
    public void An_address_that_nobody_can_reach_is_refused(string address)
    {
        var settings = Settings(("SILO_ADDRESS", address), ("SILO_PORT", "0"), ("GATEWAY_PORT", "65536"));
        SiloEndpoints.Read(settings);

        // '10.0.0' is a way to write 10.0.0.0, if an old one.
        settings.Problems.Count.ShouldBe(address == "10.0.0" ? 2 : 3);
        settings.Problems.ShouldContain(problem => problem.StartsWith("DARKROOM_SILO_PORT ", StringComparison.Ordinal));
        settings.Problems.ShouldContain(problem => problem.StartsWith("DARKROOM_GATEWAY_PORT ", StringComparison.Ordinal));
    }

    [Fact]
    public void Misspelled_variables_are_found_and_others_left_alone()
    {
        string[] variables =
        [
            "DARKROOM_DRIAN", "DARKROOM_Gateway__RequestPerMinute", "DARKROOM_DRAIN", "DARKROOM_Gateway__RequestsPerMinute", "DARKROOM_Gateway__TrustedProxies__0",
            "DARKROOM_CONTACT_NANOGPT", "DARKROOM_Serilog__MinimumLevel", "PATH", "DARKROOM_Imaging__Processes", "DARKROOM_LANES",
            "DARKROOM_S3_SECRET_KEY_FILE", "DARKROOM_LANES_FILE",
        ];
        UnknownSettings.Find(new HashSet<string> { "DRAIN" }, variables).ShouldBe(["DARKROOM_DRIAN", "DARKROOM_Gateway__RequestPerMinute", "DARKROOM_LANES_FILE"]);
    }

    private static SettingsReader Settings(params (string Name, string Value)[] set) => new(
        new ConfigurationBuilder().AddInMemoryCollection(set.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build());
}
