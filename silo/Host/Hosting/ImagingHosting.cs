using Darkroom.Brands;
using Darkroom.Hosting;
using Darkroom.Imaging;

namespace Darkroom.Silo.Hosting;

/// <summary>The imaging engine: child processes beside the silo.</summary>
internal static class ImagingHosting
{
    /// <exception cref="ArgumentException">A setting of the section <c>Imaging</c> makes no sense; the text names it.</exception>
    public static void AddImaging(this WebApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddSingleton(services =>
        {
            var section = builder.Configuration.GetSection("Imaging");
            var configured = section.Get<ImagingOptions>() ?? new ImagingOptions();
            var largest = services.GetRequiredService<IBrands>().All.Values.Max(brand => brand.Uploads.MaximumPixels);
            var imaging = configured with
            {
                Models = configured.Models.Length > 0 ? configured.Models : Directory.Exists(options.Models) ? options.Models : "",
                // What a brand accepts must be workable; a setting can only lower it.
                MaximumPixels = section["MaximumPixels"] is null ? largest : configured.MaximumPixels,
            };
            imaging.Validate();
            return imaging;
        });
        builder.Services.AddSingleton<IBrandGuard, PictureSizeGuard>();
        builder.Services.AddSingleton<IImagingEngine, ImagingProcessPool>();
    }
}
