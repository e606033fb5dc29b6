using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Orleans.Tests;

/// <summary>
/// standins/Orleans/api.txt is the part of the Orleans API in use. The stand-in offers that and nothing else; Orleans
/// itself must offer at least that.
/// </summary>
public sealed class ApiTests
{
    private static readonly string[] s_listed = Read();

    [Fact]
    public void The_engine_offers_what_is_listed()
    {
        var offered = ApiText.Of(Types()).ToHashSet();
        s_listed.Where(line => !offered.Contains(line)).ShouldBeEmpty();
    }

    [Fact]
    public void The_stand_in_offers_nothing_that_is_not_listed()
    {
        if (typeof(IGrain).Assembly.GetName().Name != "Darkroom.Standins.Orleans") return;
        ApiText.Of(Types()).Except(s_listed).ShouldBeEmpty();
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(ApiTests).Assembly.GetManifestResourceStream("api.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<Type> Types() => new[]
    {
        typeof(IGrain), typeof(IClusterClient), typeof(ISiloBuilder), typeof(AdoNetGrainStorageOptions), typeof(AdoNetReminderTableOptions),
        typeof(AdoNetClusteringSiloOptions), typeof(EndpointOptions), typeof(IRemindable), typeof(GenerateSerializerAttribute), typeof(MemoryGrainStorageOptions), typeof(global::Orleans.Serialization.CodecNotFoundException),
    }.Select(type => type.Assembly).Distinct().SelectMany(assembly => assembly.GetExportedTypes());
}
