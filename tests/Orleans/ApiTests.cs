using System.Reflection;
using Darkroom.Drivers.Api;

namespace Darkroom.Orleans.Tests;

/// <summary>
/// standins/Orleans/api.txt is the part of the Orleans API that the product is written against. The stand-in offers that and nothing
/// else; Orleans itself must offer at least that.
/// </summary>
public sealed class ApiTests
{
    private static readonly ApprovedLines s_list = ApprovedLines.Api("Orleans");

    [Fact]
    public void The_stand_in_offers_what_is_listed_and_nothing_else()
    {
        if (TestSilo.IsOrleansItself) return;
        s_list.Compare(ApiText.Of(Types())).ShouldBeEmpty();
    }

    [Fact]
    public void The_engine_offers_what_is_listed()
    {
        if (ApprovedLines.IsApproving) return; // The list is being written.
        s_list.Read().Length.ShouldBeGreaterThan(100);
        s_list.Read().Except(ApiText.Of(Types())).ShouldBeEmpty();
    }

    private static IEnumerable<Type> Types() => Directory.GetFiles(AppContext.BaseDirectory, TestSilo.IsOrleansItself ? "Orleans.*.dll" : "Darkroom.Standins.Orleans.dll")
        .SelectMany(path => Assembly.Load(Path.GetFileNameWithoutExtension(path)).GetExportedTypes());
}
