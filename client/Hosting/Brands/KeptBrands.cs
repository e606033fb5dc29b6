using Darkroom.Brands;

namespace Darkroom.Hosting;

/// <summary>A brand does not go away under its people's feet.</summary>
internal sealed class KeptBrands(LiveBrands now) : IBrandGuard
{
    public IEnumerable<string> Problems(IBrands next) => now.All.Keys.Where(id => !next.All.ContainsKey(id))
        .Select(id => $"brands/{id}.json: $: the file is gone, and people of this brand may be signed in; put it back, or start again without it.");
}
