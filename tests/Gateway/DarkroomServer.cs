using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Darkroom.Drivers;
using Darkroom.Silo.Hosting;
using Darkroom.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Darkroom.Gateway.Tests;

/// <summary>
/// The whole service in this process, on a free loopback port, over a data folder of its own: real database, real vault, real imaging
/// children. Beside the brands of the repository it has three more: <c>tiny</c>, with limits that a test can reach,
/// <c>sized</c>, with a price by size, and <c>nordic</c>, which speaks every language.
/// </summary>
public sealed class DarkroomServer : IAsyncLifetime
{
    /// <summary>
    /// A brand with small limits: 300,000 bytes, 1,000,000 pixels, 1,200 on a side, 3 welcome credits, which nobody can use beside a subscription.
    /// </summary>
    public const string TinyBrand = "tiny";

    /// <summary>A brand whose <c>resize</c> costs 2 credits up to 0.2 megapixels and 5 above, with 8 welcome credits, and which sells none.</summary>
    public const string SizedBrand = "sized";

    /// <summary>A brand that speaks English, Norwegian, Danish and Swedish, in this order.</summary>
    public const string NordicBrand = "nordic";

    private readonly LogText log = new();
    private readonly string[] settings;
    private readonly Action<WebApplicationBuilder>? configure;
    private readonly Action<string>? brands;
    private WebApplication? app;
    private int visitors;

    public DarkroomServer()
        : this(
        [
            "--Gateway:Embedded", "true", "--Gateway:DefaultBrand", "nanogpt", "--Gateway:SignInsPerMinute", "100000",
            "--Gateway:RequestsPerMinute", "1000000", "--Gateway:AnonymousRequestsPerMinute", "1000000", "--Gateway:OperatorFailuresPerMinute", "1000000",
        ])
    {
    }

    /// <param name="brands">Changes the folder of brand files before the start.</param>
    internal DarkroomServer(string[] settings, Action<WebApplicationBuilder>? configure = null, Action<string>? brands = null) =>
        (this.settings, this.configure, this.brands) = (settings, configure, brands);

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("darkroom-gateway-").FullName;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    /// <summary>Everything that was logged, exceptions and scopes included.</summary>
    public string Log => log.ToString();

    public async Task InitializeAsync()
    {
        app = DarkroomHost.Build(
            ["--URLS", "http://127.0.0.1:0", "--DATA", DataFolder, "--BRANDS", BrandFolder(), .. settings],
            builder =>
            {
                configure?.Invoke(builder);
                builder.Logging.AddProvider(log);
                builder.Logging.SetMinimumLevel(LogLevel.Debug);
            });
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.Single());
    }

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Anonymous(string? brand = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        if (brand is not null)
            client.DefaultRequestHeaders.Add("X-Brand", brand);
        return client;
    }

    /// <summary>A person with a new account, signed in with a token.</summary>
    public async Task<Visitor> SignUp(string? brand = null, string? email = null)
    {
        var visitor = new Visitor(Address, DataFolder, email ?? $"visitor{Interlocked.Increment(ref visitors)}@example.org");
        if (brand is not null)
            visitor.Http.DefaultRequestHeaders.Add("X-Brand", brand);
        await visitor.SignUp();
        return visitor;
    }

    /// <summary>A person with this many credits more than the welcome.</summary>
    public async Task<Visitor> SignUpWithCredits(long credits)
    {
        var visitor = await SignUp();
        var wallet = await WalletOf(visitor, "nanogpt");
        (await wallet.Grant(new CreditGrant("test/credits", LotKind.Promotional, credits, null))).ShouldBeOfType<GrantResult.Granted>();
        return visitor;
    }

    /// <summary>The wallet behind a visitor's account.</summary>
    internal async Task<IWalletGrain> WalletOf(Visitor visitor, string brand)
    {
        var account = await visitor.Http.GetFromJson("/v1/account");
        var user = new UserId(new BrandId(brand), account.GetProperty("id").GetString()!);
        return Services.GetRequiredService<IGrainFactory>().GetGrain<IWalletGrain>(GrainKeys.Wallet(user));
    }

    /// <summary>The key that the server made for its operator.</summary>
    public string OperatorKey() => File.ReadAllText(Path.Combine(DataFolder, "operator-key")).Trim();

    /// <summary>An operator's program.</summary>
    public HttpClient Operator() => WithBearer(OperatorKey());

    /// <summary>A client with another secret than the visitor's own: an API key, say.</summary>
    public HttpClient WithBearer(string secret, string? brand = null)
    {
        var client = Anonymous(brand);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Directory.Delete(DataFolder, recursive: true);
    }

    private string BrandFolder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(DataFolder, "brands")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "brands"), "*.json"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var text = File.ReadAllText(Path.Combine(folder, "nanogpt.json"))
            .Replace("\"NanoGPT\"", "\"Tiny\"", StringComparison.Ordinal)
            .Replace("nanogpt.localhost", "tiny.localhost", StringComparison.Ordinal)
            .Replace("\"welcome\": 20", "\"welcome\": 3, \"earned\": \"without-subscription\"", StringComparison.Ordinal)
            .Replace("52428800", "300000", StringComparison.Ordinal)
            .Replace("60000000", "1000000", StringComparison.Ordinal)
            .Replace("16384", "1200", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, TinyBrand + ".json"), text);
        var sized = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "nanogpt.json")))!;
        (sized["name"], sized["hosts"], sized["contact"]) = ("Sized", new JsonArray("sized.localhost"), "privacy@sized.localhost");
        sized["credits"] = JsonNode.Parse("""{"welcome":8,"spendOrder":["subscription","promotional","paid"]}""");
        sized["tools"]!["resize"]!["price"] = JsonNode.Parse("""[{"upToMegapixels":0.2,"credits":2},{"credits":5}]""");
        File.WriteAllText(Path.Combine(folder, SizedBrand + ".json"), sized.ToJsonString());
        var nordic = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "nanogpt.json")))!;
        (nordic["name"], nordic["hosts"], nordic["contact"]) = ("Nordic", new JsonArray("nordic.localhost"), "privacy@nordic.localhost");
        nordic["languages"] = new JsonArray("en", "nb", "da", "sv");
        nordic["look"]!["tagline"] = JsonNode.Parse("""{"nb":"Bildet ditt, og ingen andres.","da":"Dit billede, og ingen andens.","sv":"Din bild, och ingen annans.","en":"Your picture only."}""");
        File.WriteAllText(Path.Combine(folder, NordicBrand + ".json"), nordic.ToJsonString());
        brands?.Invoke(folder);
        return folder;
    }

    /// <summary>Keeps everything that any logger writes.</summary>
    private sealed class LogText : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            lines.Enqueue(state is IEnumerable<KeyValuePair<string, object>> pairs ? string.Join(", ", pairs) : state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public override string ToString() => string.Join('\n', lines);

        public void Dispose() { }
    }
}

/// <summary>One server for all tests of the gateway that need one.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<DarkroomServer>
{
    public const string Name = "server";
}
