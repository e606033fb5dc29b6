using Darkroom.Drivers;
using Microsoft.Playwright;

namespace Darkroom.Browser.Tests;

/// <summary>One real server process and one real browser for all tests of this assembly.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("darkroom-browser-");
    private IPlaywright? playwright;
    private IBrowser? browser;
    private int visitors;

    public ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = new ServerProcess(data.FullName, new Dictionary<string, string> { ["DARKROOM_Gateway__SignInsPerMinute"] = "1000" });
        await Server.Start();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A fresh browser profile on a page; whatever the page complains about fails the test.</summary>
    /// <param name="password">What somebody types who is asked for the operator's.</param>
    public async Task<PageDriver> Open(string language = "sv-SE", bool scripts = true, bool phone = false, string? password = null)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Server.Address.ToString(),
            Locale = language,
            HttpCredentials = password is null ? null : new HttpCredentials { Username = "operator", Password = password },
            JavaScriptEnabled = scripts,
            AcceptDownloads = true,
            IsMobile = phone,
            HasTouch = phone,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(60_000);
        return new PageDriver(await context.NewPageAsync(), this, $"person-{Interlocked.Increment(ref visitors)}@example.org");
    }

    /// <summary>The newest code that was mailed to an address.</summary>
    public async Task<string> CodeFor(string email)
    {
        using var mailbox = new Visitor(Server.Address, data.FullName, email);
        return await mailbox.Code();
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await Server.DisposeAsync();
        data.Delete(recursive: true);
    }
}

[CollectionDefinition("chromium")]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
