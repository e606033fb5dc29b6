using Darkroom.Gateway.Tests;
using Microsoft.Playwright;

namespace Darkroom.Browser.Tests;

/// <summary>The price on a tool's page: by the chosen picture's size, before anything is sent.</summary>
[Collection("chromium")]
public sealed class PriceTests(Chromium chromium)
{
    [Fact]
    public async Task The_button_says_what_the_chosen_picture_costs_before_it_is_sent()
    {
        await using var person = await SignedIn("en-GB");
        var button = person.Page.Locator("[data-go]");
        await Assertions.Expect(button).ToHaveTextAsync("Run for 4 to 6 credits");
        await person.Page.SetInputFilesAsync("#file", Picture("small.png", 640, 480));
        await Assertions.Expect(button).ToHaveTextAsync("Run for 4 credits");
        await person.Page.SetInputFilesAsync("#file", Picture("large.png", 4000, 3001));
        await Assertions.Expect(button).ToHaveTextAsync("Run for 6 credits");
        (await person.Page.InputValueAsync("[data-price]")).ShouldBe("6");
        await person.Page.SetInputFilesAsync("#file", new FilePayload { Name = "x.jpg", MimeType = "image/jpeg", Buffer = "not a picture"u8.ToArray() });
        await Assertions.Expect(button).ToHaveTextAsync("Run for 4 to 6 credits");
        (await person.Page.InputValueAsync("[data-price]")).ShouldBe("");
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_price_than_was_shown_is_said_and_the_second_press_agrees()
    {
        await using var person = await SignedIn("sv-SE");
        await person.Page.SetInputFilesAsync("#file", Picture("small.png", 64, 64));
        var button = person.Page.Locator("[data-go]");
        await Assertions.Expect(button).ToHaveTextAsync("Kör för 4 krediter");

        // As on a page that was opened before the price went up.
        await person.Page.EvaluateAsync("document.querySelector('[data-price]').value = 3");
        await button.ClickAsync();
        await Assertions.Expect(person.Page.Locator("[data-refusal]")).ToContainTextAsync("kostar 4 krediter");
        await Assertions.Expect(button).ToHaveTextAsync("Kör för 4 krediter");
        await button.ClickAsync();
        await Assertions.Expect(person.Page.Locator(".job")).ToBeVisibleAsync();
        (await person.Ended()).ShouldBe("succeeded");
        (await person.Available()).ShouldBe("16 krediter");
    }

    [Theory]
    [InlineData("sv-SE", "4 till 6 krediter", "4 krediter upp till 12 megapixlar, 6 krediter däröver")]
    [InlineData("en-GB", "4 to 6 credits", "4 credits up to 12 megapixels, 6 credits above that")]
    public async Task Without_a_script_the_page_says_the_range_and_its_steps(string language, string range, string steps)
    {
        await using var person = await SignedIn(language, scripts: false, phone: true);
        await Assertions.Expect(person.Page.Locator("[data-go]")).ToContainTextAsync(range);
        await Assertions.Expect(person.Page.Locator("form.upload")).ToContainTextAsync(steps);
        await person.Page.GotoAsync("/");
        await Assertions.Expect(person.Page.Locator(".tool-remove-background .price")).ToHaveTextAsync(range);
        await person.Page.GotoAsync("/tools/resize");
        (await person.Page.InputValueAsync("[data-price]")).ShouldBe("1", "a price that cannot differ is sent by the plain form too");
    }

    [Fact]
    public async Task Without_a_script_a_price_that_changed_is_said_on_the_page()
    {
        await using var person = await SignedIn("en-GB", scripts: false, tool: "resize");
        await person.Page.RouteAsync("**/tools/resize", async route =>
        {
            // The form of a page that was opened at another price.
            var body = route.Request.PostDataBuffer is { } sent ? Replace(sent, "name=\"price\"\r\n\r\n1", "name=\"price\"\r\n\r\n9") : null;
            await route.ContinueAsync(new RouteContinueOptions { PostData = body });
        });
        await person.Page.SetInputFilesAsync("#file", Picture("small.png", 64, 64));
        await person.Page.ClickAsync("[data-go]");
        await Assertions.Expect(person.Page.Locator(".note.error[role=alert]").First).ToContainTextAsync("costs 1 credit,");
        (await person.Available()).ShouldBe("20 credits");
    }

    [Fact]
    public async Task With_prices_by_size_the_page_fits_a_phone()
    {
        await using var person = await SignedIn("sv-SE", phone: true);
        await person.Page.SetInputFilesAsync("#file", Picture("large.png", 4000, 3001));
        await Assertions.Expect(person.Page.Locator("[data-go]")).ToHaveTextAsync("Kör för 6 krediter");
        (await person.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        person.Complaints.ShouldBeEmpty();
    }

    private async Task<PageDriver> SignedIn(string language, bool scripts = true, bool phone = false, string tool = "remove-background")
    {
        var person = await chromium.Open(language, scripts, phone);
        await person.SignUp();
        await person.Confirm();
        await person.Page.GotoAsync($"/tools/{tool}");
        return person;
    }

    private static byte[] Replace(byte[] body, string old, string by)
    {
        var text = System.Text.Encoding.Latin1.GetString(body);
        text.ShouldContain(old);
        return System.Text.Encoding.Latin1.GetBytes(text.Replace(old, by, StringComparison.Ordinal));
    }

    private static FilePayload Picture(string name, int width, int height) => new() { Name = name, MimeType = "image/png", Buffer = Pictures.Png(width, height) };
}
