using Darkroom.Brands;
using Darkroom.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Hosting;

/// <summary>The brands and what they say to people.</summary>
public static class BrandHosting
{
    /// <summary>Adds brands and texts, and follows the files while the process runs.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Names the folder.</param>
    /// <param name="settings">Contacts of brands whose file has none.</param>
    /// <param name="isDevelopment">Whether a visibly made-up contact will do.</param>
    /// <returns>The brands as enforced now.</returns>
    /// <exception cref="BrandFileException">The brand files do not hold together; every problem is listed.</exception>
    public static IBrands AddBrands(this IServiceCollection services, ProcessOptions options, SettingsReader settings, bool isDevelopment)
    {
        var folder = new BrandFolder(options.Brands, settings.Text, isDevelopment);
        var fingerprint = folder.Fingerprint();
        var brands = new LiveBrands(folder.Read(), fingerprint);
        services.AddSingleton(brands).AddSingleton<IBrands>(brands).AddSingleton(folder);
        services.AddSingleton<IBrandGuard, KeptBrands>().AddHostedService<BrandReload>();
        services.AddSingleton(BrandFolder.Texts);
        return brands;
    }
}
