using Darkroom.Brands;
using Darkroom.Gateway;
using Darkroom.Hosting.Settings;
using Darkroom.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Hosting;

/// <summary>The brands and what they say to people.</summary>
public static class BrandHosting
{
    /// <summary>Stands in for a contact address that the operator has not set; on a developer's machine only.</summary>
    private const string LocalContact = "privacy@localhost";

    /// <summary>Adds brands and texts.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Names the folder.</param>
    /// <param name="settings">Contacts of brands whose file has none.</param>
    /// <param name="isDevelopment">Whether a visibly made-up contact will do.</param>
    /// <returns>The brands.</returns>
    /// <exception cref="BrandFileException">The brand files do not hold together; every problem is listed.</exception>
    public static IBrands AddBrands(this IServiceCollection services, ProcessOptions options, SettingsReader settings, bool isDevelopment)
    {
        var brands = BrandFiles.Load(options.Brands, settings.Text, isDevelopment ? LocalContact : null);
        var texts = TextCatalogues.Load(typeof(TextCatalogues).Assembly, typeof(GatewayEndpoints).Assembly);
        var problems = brands.All.Values
            .Select(brand => (brand.Id, Unknown: brand.Languages.Except(texts.Languages).ToList()))
            .Where(brand => brand.Unknown.Count > 0)
            .Select(brand => $"brands/{brand.Id}.json: $.languages: there are no texts in {string.Join(", ", brand.Unknown)}, only in "
                + $"{string.Join(", ", texts.Languages)}; take the language out, or add catalogues.")
            .ToList();
        if (problems.Count > 0)
            throw new BrandFileException(problems);

        services.AddSingleton<IBrands>(brands);
        services.AddSingleton(texts);
        return brands;
    }
}
