using Darkroom.Brands;

namespace Darkroom.Retention;

/// <summary>Tombstones of pictures: they answer '410 gone' for as long as the job itself is listed, and then go too.</summary>
internal sealed class ForgottenPictures(IRetentionRows rows, IBrands brands) : IExpiredRecords
{
    public string Name => "tombstones of pictures";

    public async Task<int> DeleteExpired(DateTimeOffset now, int batch, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var brand in brands.All.Values)
        {
            deleted += await rows.RemoveTombstones(brand.Id, now - brand.Retention.JobRecords.Longest, batch - deleted, cancellation);
            if (deleted >= batch)
            {
                break;
            }
        }

        return deleted;
    }
}
