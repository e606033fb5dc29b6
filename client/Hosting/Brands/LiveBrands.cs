using Darkroom.Brands;

namespace Darkroom.Hosting;

/// <summary>The brands as enforced now. Who holds it sees a changed file with the next look; what is looked up once is one version. Thread-safe.</summary>
/// <param name="fingerprint">Of the files that they were read from.</param>
internal sealed class LiveBrands(BrandFiles first, string fingerprint) : IBrands
{
    private volatile BrandFiles current = first;

    /// <summary>Of the files of the start.</summary>
    public string Fingerprint { get; } = fingerprint;

    /// <inheritdoc/>
    public IReadOnlyDictionary<BrandId, BrandPolicy> All => current.All;

    /// <inheritdoc/>
    public BrandPolicy? ByHost(string host) => current.ByHost(host);

    /// <summary>From now on these hold, all at once.</summary>
    public void Take(BrandFiles next) => current = next;
}
