using System.Reflection;
using Darkroom.Orleans.Tests;
using Stripe;

namespace Darkroom.Stripe.Tests;

/// <summary>
/// standins/Stripe/api.txt is the part of Stripe.net's API in use. The stand-in offers that and nothing else; Stripe.net itself must offer at
/// least that.
/// </summary>
public sealed class ApiTests
{
    private static readonly string[] s_listed = Read();

    [Fact]
    public void The_package_offers_what_is_listed()
    {
        s_listed.ShouldNotBeEmpty();
        s_listed.Except(ApiText.Of(Types())).ShouldBeEmpty();
    }

    [Fact]
    public void The_stand_in_offers_nothing_that_is_not_listed()
    {
        if (typeof(Event).Assembly.GetName().Name != "Darkroom.Standins.Stripe")
        {
            return;
        }

        ApiText.Of(Types()).Except(s_listed).ShouldBeEmpty();
    }

    [Fact]
    public void Both_are_of_the_pinned_version() =>
        StripeConfiguration.StripeNetVersion.ShouldBe(
            typeof(ApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "StripeVersion").Value);

    [Fact]
    public void Both_speak_the_same_version_of_the_interface() => StripeConfiguration.ApiVersion.ShouldBe("2026-10-28.endive");

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(ApiTests).Assembly.GetManifestResourceStream("api.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Type[] Types() => typeof(Event).Assembly.GetExportedTypes();
}
