using Darkroom.Drivers.Api;
using Orleans.Connections.Security;

namespace Darkroom.Hosting.Tests;

/// <summary>
/// standins/OrleansSecurity/api.txt is the part of Microsoft.Orleans.Connections.Security's API in use. The stand-in offers that and nothing else;
/// the package itself must offer at least that.
/// </summary>
public sealed class TlsApiTests
{
    private static readonly ApprovedLines s_list = ApprovedLines.Api("OrleansSecurity");

    [Fact]
    public void The_package_offers_what_is_listed()
    {
        if (ApprovedLines.IsApproving) return; // The list is being written.
        s_list.Read().ShouldNotBeEmpty();
        s_list.Read().Except(ApiText.Of(Types())).ShouldBeEmpty();
    }

    [Fact]
    public void The_stand_in_offers_what_is_listed_and_nothing_else()
    {
        if (typeof(TlsOptions).Assembly.GetName().Name != "Darkroom.Standins.OrleansSecurity") return;
        s_list.Compare(ApiText.Of(Types())).ShouldBeEmpty();
    }

    private static Type[] Types() => typeof(TlsOptions).Assembly.GetExportedTypes();
}
