using System.Text.Json;
using Microsoft.Playwright;

namespace Darkroom.Browser.Tests;

/// <summary>The books on a page, as somebody in finance meets them.</summary>
[Collection("chromium")]
public sealed class FinanceTests(Chromium chromium)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Finance_sees_what_moved_and_looks_a_person_up_with_and_without_a_script(bool scripts, bool phone)
    {
        await using var person = await chromium.Open("en-GB");
        await person.SignUp();
        await person.Confirm();
        var account = JsonElement.Parse(await person.Page.EvaluateAsync<string>("async () => await (await fetch('/v1/account')).text()")).GetProperty("id").GetString()!;

        await using var finance = await chromium.Open("en-GB", scripts, phone, OperatorKey());
        var page = finance.Page;
        await page.GotoAsync("/finance");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Finance");
        await Assertions.Expect(page.GetByText("Nothing moved in this window.")).ToBeVisibleAsync();
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await page.GetByLabel("From").FillAsync(today);
        await page.GetByLabel("To, inclusive").FillAsync(today);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "given" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "up to 30 days" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("No day of this window is sealed.")).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldStartWith("at,wallet,");

        await page.GetByLabel("Account", new() { Exact = true }).FillAsync($"nanogpt/{account}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync("20 given (welcome, lot 1)");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("only tables scroll sideways");
        await page.GetByLabel("Account", new() { Exact = true }).FillAsync("nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        await Assertions.Expect(page.Locator("#errors")).ToContainTextAsync("Nobody by that name has a wallet");
    }

    [Fact]
    public async Task Tables_are_reached_and_scrolled_by_keyboard_and_have_names()
    {
        await using var finance = await chromium.Open("sv-SE", phone: true, password: OperatorKey());
        await finance.Page.GotoAsync("/finance?from=2020-01-01&to=2099-01-01");
        foreach (var table in await finance.Page.Locator(".scroll").AllAsync())
        {
            await table.FocusAsync();
            (await table.EvaluateAsync<bool>("it => it === document.activeElement && document.getElementById(it.getAttribute('aria-labelledby')).textContent.length > 0"))
                .ShouldBeTrue();
            (await table.Locator("caption").CountAsync()).ShouldBe(1);
            (await table.Locator("th:not([scope])").CountAsync()).ShouldBe(0);
        }

        finance.Complaints.ShouldBeEmpty();
    }

    private string OperatorKey() => File.ReadAllText(Path.Combine(chromium.Server.DataFolder, "operator-key")).Trim();
}
