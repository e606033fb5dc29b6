using Darkroom.Brands;
using Darkroom.Hosting;

namespace Darkroom.Silo.Hosting;

/// <summary>A silo without the key of the books cannot keep a promise to forget details of spending.</summary>
internal sealed class BooksKeyGuard : IBrandGuard
{
    public IEnumerable<string> Problems(IBrands next) => Promising(next)
        .Select(brand => $"brands/{brand.Id}.json: $.retention.spending: nobody here can sign the books; start again with DARKROOM_BOOKS_KEY_FILE, or leave it out.");

    /// <summary>The brands that promise it.</summary>
    public static IEnumerable<BrandPolicy> Promising(IBrands brands) => brands.All.Values.Where(brand => brand.Retention.Spending is not null);
}
