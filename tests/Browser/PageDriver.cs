using Darkroom.Drivers;
using Microsoft.Playwright;

namespace Darkroom.Browser.Tests;

/// <summary>What a person does on the pages, in words.</summary>
public sealed class PageDriver : IAsyncDisposable
{
    private readonly Chromium chromium;

    public PageDriver(IPage page, Chromium chromium, string email)
    {
        (Page, this.chromium, Email) = (page, chromium, email);
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public string Email { get; }

    /// <summary>Errors of scripts and content policy.</summary>
    public List<string> Complaints { get; } = [];

    public async Task SignUp(string birthDate = "1990-05-05")
    {
        await Page.GotoAsync("/sign-up");
        await Page.FillAsync("#email", Email);
        await Page.FillAsync("#birthDate", birthDate);
        await Page.SelectOptionAsync("#country", "SE");
        await Page.CheckAsync("#acceptedPolicy");
        await Page.ClickAsync("main form button");
    }

    public async Task Confirm()
    {
        await Page.FillAsync("#code", await chromium.CodeFor(Email));
        await Page.ClickAsync("main form button");
        await Assertions.Expect(Page.Locator("nav a[href='/wallet']")).ToBeVisibleAsync();
    }

    public async Task Submit(string tool, string photo)
    {
        await Page.GotoAsync($"/tools/{tool}");
        await Page.SetInputFilesAsync("#file", Repository.Photo(photo));
        await Page.ClickAsync("[data-go]");
    }

    /// <summary>Waits for the end; answers the status word of the job's page.</summary>
    public async Task<string> Ended()
    {
        var status = Page.Locator(".status.succeeded, .status.failed, .status.canceled, .status.expired");
        await status.First.WaitForAsync(new LocatorWaitForOptions { Timeout = 180_000 });
        return (await status.First.GetAttributeAsync("class"))!.Split(' ')[^1];
    }

    public async Task<string> Available()
    {
        await Page.GotoAsync("/wallet");
        return (await Page.Locator(".figure").InnerTextAsync()).Trim();
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
