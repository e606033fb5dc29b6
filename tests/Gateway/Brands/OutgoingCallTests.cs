using System.Text.RegularExpressions;
using Darkroom.Drivers;

namespace Darkroom.Gateway.Tests.Brands;

/// <summary>
/// Nothing in the product can call somebody whom no brand file lists: there is no client for that. What goes out are call-backs to the address that a
/// person gave for their own job, mails through the operator's server, and what the cluster is made of (database, bucket, other
/// silos, a look for a free port). Whoever adds
/// another way out adds it here, and a recipient in <c>Tool.Recipient</c>, which the start holds against the brand files.
/// </summary>
public sealed partial class OutgoingCallTests
{
    private static readonly string[] Ways =
    [
        "grains/Mail/SmtpSender.cs", "silo/Host/Hosting/EmbeddedCluster.cs", "silo/Host/Work/Callbacks/CallbackSender.cs", "silo/Objects/S3Service.cs",
    ];

    [Fact]
    [Trait("Clause", "PIC-10")]
    [Trait("Clause", "NAN-10")]
    [Trait("Clause", "PIX-34")]
    public void There_are_no_other_ways_out_than_these()
    {
        var found = new[] { "client", "grains", "silo" }
            .SelectMany(part => Directory.GetFiles(Path.Combine(Repository.Root, part), "*.cs", SearchOption.AllDirectories))
            .Where(file => Client().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Where(file => !file.Split('/').Any(folder => folder is "obj" or "bin"));
        found.ShouldBe(Ways, ignoreOrder: true);
    }

    [GeneratedRegex(@"\b(new\s+(HttpClient|SocketsHttpHandler|SmtpClient|TcpClient|ClientWebSocket|Socket|UdpClient|AmazonS3Client)\b|IHttpClientFactory|AddHttpClient|WebRequest\.|GrpcChannel|StripeClient)")]
    private static partial Regex Client();
}
