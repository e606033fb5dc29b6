using System.Globalization;
using Darkroom.ClusterTest.Network;
using Darkroom.Drivers;

namespace Darkroom.ClusterTest.Nodes;

/// <summary>What every process of one cluster is told, as its operator would.</summary>
internal sealed class Settings(Stores stores)
{
    public const string ClusterId = "cluster-test";

    /// <summary>A silo's environment.</summary>
    public Dictionary<string, string> Silo(string data, IPlace place, int httpPort, string lanes) => new(Common(place, httpPort))
    {
        ["DARKROOM_DATA"] = data,
        ["DARKROOM_LANES"] = lanes,
        ["DARKROOM_MODELS"] = Path.Combine(Repository.Root, "models", "store"),
        ["DARKROOM_KEYS_DATABASE"] = stores.ForProcesses(stores.Keys),
        ["DARKROOM_MASTER_KEY"] = stores.MasterKey,
        ["DARKROOM_BOOKS_KEY_FILE"] = stores.BooksKey,
        ["DARKROOM_SILO_ADDRESS"] = place.Address,
        ["DARKROOM_SILO_PORT"] = Text(place.FreePort()),
        ["DARKROOM_GATEWAY_PORT"] = Text(place.FreePort()),

        // Two cores for everything: one picture at a time in each silo.
        ["DARKROOM_Imaging__Children"] = "1",
        ["DARKROOM_Imaging__Threads"] = "1",
    };

    /// <summary>A gateway's environment.</summary>
    public Dictionary<string, string> Gateway(IPlace place, int httpPort) => new(Common(place, httpPort))
    {
        // All visitors come from one address, which no crowd of people does.
        ["DARKROOM_Gateway__SignInsPerMinute"] = "100000",
        ["DARKROOM_Gateway__AnonymousRequestsPerMinute"] = "100000",
        ["DARKROOM_Gateway__RequestsPerMinute"] = "100000000",
    };

    private Dictionary<string, string> Common(IPlace place, int httpPort) => new()
    {
        ["DARKROOM_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://{place.Address}:{httpPort}"),
        ["DARKROOM_DATABASE"] = stores.ForProcesses(stores.Rows),
        ["DARKROOM_CLUSTER"] = ClusterId,
        ["DARKROOM_S3"] = stores.Objects.Endpoint.ToString(),
        ["DARKROOM_S3_BUCKET"] = stores.Bucket,
        ["DARKROOM_S3_REGION"] = "us-east-1",
        ["DARKROOM_S3_ACCESS_KEY"] = stores.Objects.AccessKey,
        ["DARKROOM_S3_SECRET_KEY"] = stores.Objects.SecretKey,
        ["DARKROOM_S3_PATH_STYLE"] = "yes",
        ["DARKROOM_TLS"] = "optional",
        ["DARKROOM_DRAIN"] = "10",
        ["DARKROOM_CONTACT_NANOGPT"] = "privacy@example.org",
        ["DARKROOM_CONTACT_PASSME"] = "privacy@example.org",
        ["DARKROOM_CONTACT_PICFRE"] = "privacy@example.org",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
