using Darkroom.Security;
using Darkroom.Storage.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Vault;

public sealed class MasterKeySourceTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly byte[] secret = RandomSource.System.Bytes(32);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_default_is_made_once_and_only_its_owner_may_read_it()
    {
        var options = new VaultOptions(Path.Combine(folder.Path, "data"));
        var first = Load(options);
        Load(options).Id.ShouldBe(first.Id);
        folder.Files.ShouldBe([options.DefaultMasterKeyPath]);
        (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(options.DefaultMasterKeyPath)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Many_processes_that_start_at_once_agree_on_one() =>
        Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => Load(new VaultOptions(folder.Path)).Id).Distinct().Count().ShouldBe(1);

    [Fact]
    public void It_is_taken_from_the_environment_or_a_file_in_any_usual_form()
    {
        var expected = new MasterKey(secret).Id;
        Load(new VaultOptions(folder.Path, MasterKey: Convert.ToBase64String(secret))).Id.ShouldBe(expected);
        Load(new VaultOptions(folder.Path, MasterKey: Convert.ToHexString(secret))).Id.ShouldBe(expected);
        var file = Path.Combine(folder.Path, "given");
        File.WriteAllText(file, Convert.ToBase64String(secret) + "\n");
        Load(new VaultOptions(folder.Path, MasterKeyFile: file)).Id.ShouldBe(expected);
        File.WriteAllBytes(file, secret);
        Load(new VaultOptions(folder.Path, MasterKeyFile: file)).Id.ShouldBe(expected);
        File.Exists(new VaultOptions(folder.Path).DefaultMasterKeyPath).ShouldBeFalse();
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("AAAA")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Anything_else_is_refused_by_name_and_not_repeated(string text)
    {
        var fault = Should.Throw<MasterKeyException>(() => Load(new VaultOptions(folder.Path, MasterKey: text)));
        fault.Message.ShouldContain("DARKROOM_MASTER_KEY");
        fault.Message.ShouldNotContain(text);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_by_name() =>
        Should.Throw<MasterKeyException>(() => Load(new VaultOptions(folder.Path, MasterKeyFile: Path.Combine(folder.Path, "nowhere")))).Message.ShouldContain("nowhere");

    private static MasterKey Load(VaultOptions options) => MasterKeySource.Load(options, RandomSource.System, NullLogger.Instance);
}
