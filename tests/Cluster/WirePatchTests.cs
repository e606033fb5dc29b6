using System.Text.RegularExpressions;
using Darkroom.ClusterTest.NextVersion;
using Darkroom.Drivers;

namespace Darkroom.Cluster.Tests;

/// <summary>The rolling restart of the cluster test is worth something only if the other build really speaks another wire.</summary>
public sealed partial class WirePatchTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-wire-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Every_grain_interface_has_a_higher_version_and_messages_have_one_more_member()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "grains"), "*.cs", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(folder.FullName, Guid.NewGuid().ToString("N") + ".cs"));
        }

        var interfaces = GrainInterface().Count(Sources());
        var said = WirePatch.Apply(folder.FullName);

        interfaces.ShouldBeGreaterThan(5);
        VersionedInterface().Count(Sources()).ShouldBe(interfaces);
        Version().Count(Sources()).ShouldBe(interfaces);
        Added().Count(Sources()).ShouldBe(WirePatch.Messages.Count);
        said.ShouldStartWith($"{interfaces} grain interfaces");
    }

    [Fact]
    public void Sources_that_have_changed_beyond_recognition_are_refused()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "IOther.cs"), "public interface IOtherGrain : IGrainWithStringKey;");

        Should.Throw<InvalidOperationException>(() => WirePatch.Apply(folder.FullName)).Message.ShouldContain("JobView");
    }

    private string Sources() => string.Concat(folder.EnumerateFiles().Select(file => File.ReadAllText(file.FullName)));

    [GeneratedRegex(@"^public interface I\w+Grain : ", RegexOptions.Multiline)]
    private static partial Regex GrainInterface();

    [GeneratedRegex(@"\[Orleans\.CodeGeneration\.Version\(\d+\)\]\npublic interface I\w+Grain : ")]
    private static partial Regex VersionedInterface();

    [GeneratedRegex(@"\bVersion\(\d+\)\]")]
    private static partial Regex Version();

    [GeneratedRegex(@"\[Id\(100\)\]")]
    private static partial Regex Added();
}
