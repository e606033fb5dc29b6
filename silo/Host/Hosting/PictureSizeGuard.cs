using Darkroom.Brands;
using Darkroom.Hosting;
using Darkroom.Imaging;

namespace Darkroom.Silo.Hosting;

/// <summary>The imaging children have room for the largest pictures of the brands at the start, and for no larger ones.</summary>
internal sealed class PictureSizeGuard(ImagingOptions options, IBrands now) : IBrandGuard
{
    public IEnumerable<string> Problems(IBrands next) => next.All.Values
        .Where(brand => brand.Uploads.MaximumPixels > options.MaximumPixels && brand.Uploads.MaximumPixels > (now.All.GetValueOrDefault(brand.Id)?.Uploads.MaximumPixels ?? 0))
        .Select(brand => FormattableString.Invariant(
            $"brands/{brand.Id}.json: $.uploads.maximumPixels: more than the {options.MaximumPixels} pixels that imaging was started for; start again, or lower it."));
}
