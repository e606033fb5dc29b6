using Darkroom.Drivers;
using Darkroom.Objects;

namespace Darkroom.Storage.Tests.S3;

public sealed class S3OptionsTests(S3ObjectStoreTests.Fixture fixture) : IClassFixture<S3ObjectStoreTests.Fixture>
{
    private static readonly Dictionary<string, string> Whole = new()
    {
        ["DARKROOM_S3"] = "https://s3.example",
        ["DARKROOM_S3_BUCKET"] = "pictures",
        ["DARKROOM_S3_REGION"] = "eu-north-1",
        ["DARKROOM_S3_ACCESS_KEY"] = "the-access-key",
        ["DARKROOM_S3_SECRET_KEY"] = "the-secret-key",
        ["DARKROOM_S3_PATH_STYLE"] = "yes",
    };

    [Fact]
    public void Nothing_set_means_no_bucket() => S3Bucket.Read([]).ShouldBeNull();

    [Fact]
    public void Everything_set_is_read_and_no_key_is_in_the_text_of_it()
    {
        var options = S3Bucket.Read(Whole)!;
        options.ShouldBe(new S3Options(new Uri("https://s3.example"), "pictures", "eu-north-1", "the-access-key", "the-secret-key", true));
        options.ToString().ShouldNotContain("-key");
        S3Bucket.Read(Whole.Where(setting => setting.Key is "DARKROOM_S3" or "DARKROOM_S3_BUCKET")).ShouldBe(
            new S3Options(new Uri("https://s3.example"), "pictures", "us-east-1", null, null, false));
    }

    [Fact]
    public void Keys_come_from_files_too()
    {
        using var folder = new Vault.TestFolder();
        var file = Path.Combine(folder.Path, "secret");
        File.WriteAllText(file, "from-a-file\n");
        S3Bucket.Read(Changed(("S3_SECRET_KEY", null), ("S3_SECRET_KEY_FILE", file)))!.SecretKey.ShouldBe("from-a-file");
        Refused(("S3_SECRET_KEY_FILE", file)).ShouldContain("both set");
        Refused(("S3_SECRET_KEY", null), ("S3_SECRET_KEY_FILE", file + "x")).ShouldContain("DARKROOM_S3_SECRET_KEY_FILE");
    }

    [Theory]
    [InlineData("S3", "s3.example", "DARKROOM_S3 ")]
    [InlineData("S3", "ftp://s3.example", "DARKROOM_S3 ")]
    [InlineData("S3", "https://s3.example/pictures", "DARKROOM_S3 ")]
    [InlineData("S3_BUCKET", null, "DARKROOM_S3_BUCKET")]
    [InlineData("S3_ACCESS_KEY", null, "DARKROOM_S3_ACCESS_KEY")]
    [InlineData("S3_SECRET_KEY", " ", "DARKROOM_S3_SECRET_KEY")]
    [InlineData("S3_PATH_STYLE", "perhaps", "DARKROOM_S3_PATH_STYLE")]
    public void What_makes_no_sense_is_refused_by_name(string name, string? value, string named) => Refused((name, value)).ShouldStartWith(named);

    [Fact]
    public void Plain_http_is_refused_where_TLS_is_required() => Refused(("S3", "http://s3.example"), ("TLS", "required")).ShouldContain("https");

    [Theory]
    [InlineData("S3_BUCKET", "no-such-bucket", "DARKROOM_S3_BUCKET")]
    [InlineData("S3_ACCESS_KEY", "NOBODY", "DARKROOM_S3_ACCESS_KEY")]
    [InlineData("S3_SECRET_KEY", "not-the-secret", "DARKROOM_S3_SECRET_KEY")]
    [InlineData("S3", "http://127.0.0.1:1", "DARKROOM_S3:")]
    public async Task A_bucket_that_cannot_be_used_stops_the_start_and_the_reason_names_the_variable(string name, string value, string named)
    {
        await using var bucket = await S3Bucket.Make(fixture.Server, adjust: options => (S3Bucket.Read(
            new Dictionary<string, string>(fixture.Server.Settings(options.Bucket)) { [$"DARKROOM_{name}"] = value }) ?? options) with
        { Retries = 0 });
        var reason = (await Should.ThrowAsync<InvalidOperationException>(bucket.Start())).Message;
        reason.ShouldStartWith(named);
        reason.ShouldNotContain(fixture.Server.SecretKey);
        reason.ShouldNotContain("not-the-secret");
    }

    [Fact]
    public async Task A_bucket_that_can_be_used_lets_it_start()
    {
        await using var bucket = await S3Bucket.Make(fixture.Server);
        await bucket.Start();
    }

    private static string Refused(params (string Name, string? Value)[] changes)
    {
        var reason = Should.Throw<InvalidOperationException>(() => S3Bucket.Read(Changed(changes))).Message;
        reason.ShouldNotContain("the-secret-key");
        reason.ShouldNotContain("the-access-key");
        return reason;
    }

    private static Dictionary<string, string> Changed(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string>(Whole);
        foreach (var (name, value) in changes)
        {
            settings.Remove($"DARKROOM_{name}");
            if (value is not null)
            {
                settings[$"DARKROOM_{name}"] = value;
            }
        }

        return settings;
    }
}
