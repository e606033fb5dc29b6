using System.Reflection;
using Darkroom.Drivers.Api;
using Stripe;

namespace Darkroom.Stripe.Tests;

/// <summary>
/// standins/Stripe/api.txt is the part of Stripe.net's API in use. The stand-in offers that and nothing else; Stripe.net itself must offer at
/// least that.
/// </summary>
public sealed class ApiTests
{
    private static readonly ApprovedLines s_list = ApprovedLines.Api("Stripe");

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
        if (typeof(Event).Assembly.GetName().Name != "Darkroom.Standins.Stripe")
        {
            return;
        }

        s_list.Compare(ApiText.Of(Types())).ShouldBeEmpty();
    }

    [Fact]
    public void Both_are_of_the_pinned_version() =>
        StripeConfiguration.StripeNetVersion.ShouldBe(
            typeof(ApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "StripeVersion").Value);

    [Fact]
    public void Both_speak_the_same_version_of_the_interface() => StripeConfiguration.ApiVersion.ShouldBe("2026-10-28.endive");

    private static Type[] Types() => typeof(Event).Assembly.GetExportedTypes();
}
