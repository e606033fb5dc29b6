using Microsoft.Playwright;

namespace Darkroom.Browser.Tests;

/// <summary>From the first visit to the forgotten picture, in a real Chromium.</summary>
[Collection("chromium")]
public sealed class JourneyTests(Chromium chromium)
{
    private static readonly byte[] PngMagic = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public async Task A_person_signs_up_removes_a_background_compares_downloads_and_has_it_forgotten()
    {
        await using var person = await chromium.Open();
        await person.SignUp();
        await person.Confirm();
        (await person.Available()).ShouldBe("20 krediter");

        await person.Submit("remove-background", "astronaut.png");
        (await person.Ended()).ShouldBe("succeeded");

        var slider = person.Page.Locator(".compare input[type=range]");
        await Assertions.Expect(slider).ToBeVisibleAsync();
        await slider.FocusAsync();
        await person.Page.Keyboard.PressAsync("Home");
        (await slider.InputValueAsync()).ShouldBe("0", "the keyboard moves the comparison");

        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Page.ClickAsync("a[download]"));
        download.SuggestedFilename.ShouldEndWith(".png");
        (await File.ReadAllBytesAsync(await download.PathAsync()))[..4].ShouldBe(PngMagic);

        await person.Page.ClickAsync("form[action$='/forget'] button");
        await Assertions.Expect(person.Page.Locator(".note")).ToContainTextAsync("glömda");
        (await person.Page.Locator("a[download]").CountAsync()).ShouldBe(0);

        (await person.Available()).ShouldBe("16 krediter");
        await person.Page.GotoAsync("/jobs");
        await Assertions.Expect(person.Page.Locator(".rows li")).ToHaveCountAsync(1);
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_essential_works_without_a_script_and_in_English()
    {
        await using var person = await chromium.Open("en-GB", scripts: false, phone: true);
        await person.SignUp();
        await person.Confirm();
        await person.Submit("resize", "coffee.png");
        person.Page.Url.ShouldContain("/jobs/j");
        string? end = null;
        for (var reload = 0; reload < 60 && end is null; reload++)
        {
            await person.Page.ReloadAsync();
            end = await person.Page.Locator(".status.succeeded").CountAsync() > 0 ? "succeeded" : null;
            end ??= await person.Page.Locator(".status.failed").CountAsync() > 0 ? "failed" : null;
        }

        end.ShouldBe("succeeded");
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Page.ClickAsync("a[download]"));
        new FileInfo(await download.PathAsync()).Length.ShouldBeGreaterThan(1000);
        (await person.Available()).ShouldBe("19 credits");
    }

    [Fact]
    public async Task A_child_is_told_why_there_is_no_account_and_what_was_typed_stays()
    {
        await using var child = await chromium.Open();
        await child.SignUp($"{DateTime.UtcNow.Year - 9}-01-01");
        await Assertions.Expect(child.Page.Locator("#errors")).ToContainTextAsync("fyllt");
        (await child.Page.InputValueAsync("#email")).ShouldBe(child.Email);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_in_words_and_costs_nothing()
    {
        await using var person = await chromium.Open();
        await person.SignUp();
        await person.Confirm();
        await person.Page.GotoAsync("/tools/resize");
        await person.Page.SetInputFilesAsync("#file", new FilePayload { Name = "holiday.jpg", MimeType = "image/jpeg", Buffer = "not a picture"u8.ToArray() });
        await person.Page.ClickAsync("[data-go]");
        await Assertions.Expect(person.Page.Locator("[data-refusal]")).ToContainTextAsync("ingen bild");
        (await person.Available()).ShouldBe("20 krediter");
    }

    [Fact]
    public async Task A_wrong_code_lets_nobody_in_and_signing_out_ends_the_session()
    {
        await using var person = await chromium.Open();
        await person.SignUp();
        await person.Page.FillAsync("#code", "000000");
        await person.Page.ClickAsync("main form button");
        await Assertions.Expect(person.Page.Locator("#errors")).ToBeVisibleAsync();
        await person.Confirm();
        await person.Page.GotoAsync("/account");
        await person.Page.ClickAsync("form[action='/account/sign-out'] button");
        await person.Page.GotoAsync("/wallet");
        person.Page.Url.ShouldEndWith("/sign-in");
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_first_and_a_phone_shows_no_sideways_scroll()
    {
        await using var phone = await chromium.Open(phone: true);
        foreach (var path in new[] { "/", "/sign-up", "/sign-in", "/privacy" })
        {
            await phone.Page.GotoAsync(path);
            (await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, path);
            await phone.Page.Keyboard.PressAsync("Tab");
            if (path is "/" or "/privacy")
            {
                (await phone.Page.EvaluateAsync<string>("document.activeElement.className")).ShouldBe("skip", path);
            }
        }

        phone.Complaints.ShouldBeEmpty();
    }
}
