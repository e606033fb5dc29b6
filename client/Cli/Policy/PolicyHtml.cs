using Darkroom.Brands;
using Darkroom.Gateway.Pages;
using Darkroom.Texts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Cli.Policy;

/// <summary>A policy page as the gateway serves it.</summary>
internal static class PolicyHtml
{
    public static async Task<string> Of(string page, BrandPolicy brand, TextCatalogue texts)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var visit = new Visit(brand, texts, null, null, $"/{page}");
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<PolicyPage>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(PolicyPage.Visit)] = visit, [nameof(PolicyPage.Name)] = page }))).ToHtmlString());
    }
}
