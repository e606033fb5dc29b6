using Microsoft.Playwright;

namespace Darkroom.Browser.Tests;

/// <summary>The pages about a brand's policy, on a phone and on a desk.</summary>
[Collection("chromium")]
public sealed class PolicyTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_page_of_every_brand_fits_and_has_one_heading_and_tables_with_heads(bool phone)
    {
        await using var person = await chromium.Open("sv-SE", phone: phone);
        foreach (var brand in new[] { "imgauth", "picfre", "nanogpt", "pixreunion", "passme" })
        {
            foreach (var page in new[] { "privacy", "cookies", "recipients", "prices", "age" })
            {
                await person.Page.GotoAsync($"/{page}?brand={brand}");
                (await person.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, $"{brand} {page}");
                (await person.Page.Locator("h1").CountAsync()).ShouldBe(1);
                (await person.Page.EvaluateAsync<int>("document.querySelectorAll('table:not(:has(thead th[scope=col])), tbody tr:not(:has(th[scope=row]))').length")).ShouldBe(0);
            }
        }

        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_phone_a_rows_cells_stand_below_each_other_under_their_heads()
    {
        await using var person = await chromium.Open("en-GB", phone: true);
        await person.Page.GotoAsync("/recipients");
        var row = person.Page.Locator("tbody tr").First;
        var (name, purpose) = ((await row.Locator("th").BoundingBoxAsync())!, (await row.Locator("td").First.BoundingBoxAsync())!);
        purpose.Y.ShouldBeGreaterThanOrEqualTo(name.Y + name.Height);
        (await row.Locator("td").First.EvaluateAsync<string>("cell => getComputedStyle(cell, '::before').content")).ShouldContain("What for");
        await person.Page.ClickAsync(".policy .links a[href='/cookies']");
        await Assertions.Expect(person.Page.Locator("h1")).ToHaveTextAsync("Cookies");
    }
}
