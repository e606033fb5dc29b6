using System.Reflection;
using Darkroom.Drivers.Api;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

/// <summary>
/// The lists standins/*/api.txt against the packages in use: OpenCvSharp or its stand-in, and the official binding of ONNX Runtime,
/// which its stand-in is too. That the lists name all that the product uses is a test of the silo.
/// </summary>
public sealed class ApiTests
{
    internal static bool IsStandin => typeof(Mat).Assembly.GetName().Name == "Darkroom.Standins.OpenCvSharp";

    [Fact]
    public void The_stand_in_of_OpenCvSharp_offers_what_is_listed_and_nothing_else()
    {
        if (!IsStandin) return;
        ApprovedLines.Api("OpenCvSharp").Compare(Offered(typeof(Mat).Assembly)).ShouldBeEmpty();
    }

    [Fact]
    public void OpenCvSharp_offers_what_is_listed() => OffersWhatIsListed("OpenCvSharp", typeof(Mat).Assembly);

    [Fact]
    public void ONNX_Runtime_offers_what_is_listed() => OffersWhatIsListed("OnnxRuntime", typeof(InferenceSession).Assembly);

    private static void OffersWhatIsListed(string standin, Assembly package)
    {
        if (ApprovedLines.IsApproving) return; // The list is being written.
        var listed = ApprovedLines.Api(standin).Read();
        listed.ShouldNotBeEmpty();
        listed.Except(Offered(package)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Offered(Assembly package) => ApiText.Of(package.GetExportedTypes());
}
