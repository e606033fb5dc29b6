using System.Reflection;
using Darkroom.Drivers.Api;

namespace Darkroom.Silo.Tests;

/// <summary>
/// The lists standins/*/api.txt name all that the product uses of a package: what its compiled code refers to, whichever engine it was
/// compiled against. Each list is compared with its package in the tests beside it.
/// </summary>
public sealed class ApiInUseTests
{
    // A package of its own, whose name begins like that of Orleans' others.
    private const string Security = "Orleans.Connections.Security";

    [Theory]
    [InlineData("Orleans", "Orleans")]
    [InlineData("OrleansSecurity", Security)]
    [InlineData("OpenCvSharp", "OpenCvSharp")]
    [InlineData("OnnxRuntime", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Stripe", "Stripe.net")]
    public void What_the_product_uses_of_a_package_is_listed(string standin, string package)
    {
        var used = Used(standin, package);

        // That of ONNX Runtime lists nothing else: its stand-in is the official binding, which offers much more.
        if (standin == "OnnxRuntime") ApprovedLines.Api(standin).Compare(used).ShouldBeEmpty();
        else if (!ApprovedLines.IsApproving) used.Except(ApprovedLines.Api(standin).Read()).ShouldBeEmpty();
    }

    [Fact]
    public void The_product_is_seen_to_use_what_it_plainly_uses()
    {
        Used("Orleans", "Orleans").ShouldContain("Orleans.Grain: System.Void DeactivateOnIdle()");
        Used("OpenCvSharp", "OpenCvSharp").ShouldContain("OpenCvSharp.Mat: class");
    }

    private static string[] Used(string standin, string package) => [.. ApiInUse.Of(
        Product(), name => name == $"Darkroom.Standins.{standin}" || (IsOf(package, name) && (package == Security || !IsOf(Security, name))))];

    private static bool IsOf(string package, string assembly) => assembly == package || assembly.StartsWith(package + ".", StringComparison.Ordinal);

    private static IEnumerable<Assembly> Product() => Directory.GetFiles(AppContext.BaseDirectory, "Darkroom.*.dll")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(name => !name.StartsWith("Darkroom.Standins.", StringComparison.Ordinal) && !name.EndsWith(".Tests", StringComparison.Ordinal) && name != "Darkroom.Drivers")
        .Select(Assembly.Load);
}
