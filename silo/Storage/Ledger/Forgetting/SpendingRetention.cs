using System.Collections.Concurrent;
using Darkroom.Brands;
using Darkroom.Retention;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>
/// Keeps what brands promise of the details of spending: every day, in UTC, the details of one more day are over their time and go.
/// Thread-safe.
/// </summary>
[Clause("PIC-11")]
public sealed class SpendingRetention(IBrands brands, SpendingForgetting forgetting, BooksKeyFile keyFile, TimeProvider time) : IExpiredRecords
{
    // A sweep goes on at its next tick; it keeps nothing else of its grain waiting for longer.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<BrandId, DateOnly> done = new();

    /// <inheritdoc/>
    public string Name => "spending details";

    /// <inheritdoc/>
    public async Task<int> DeleteExpired(DateTimeOffset now, int batch, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var total = 0L;
        InvalidDataException? fault = null;
        foreach (var brand in brands.All.Values)
        {
            if (brand.Retention.Spending?.LastForgotten(now) is not { } through || done.GetValueOrDefault(brand.Id) >= through)
            {
                continue;
            }

            try
            {
                using var key = keyFile.Load();
                var (forgotten, isAll) = await forgetting.Forget(Asset.CreditsOf(brand.Id), through, key, Budget - time.GetElapsedTime(began), cancellation);
                total += forgotten;
                if (!isAll)
                {
                    break;
                }

                done[brand.Id] = through;
            }
            catch (InvalidDataException broken)
            {
                // One brand's trouble must not keep the others' details.
                fault ??= broken;
            }
        }

        if (fault is not null)
        {
            throw fault;
        }

        return (int)Math.Min(total, int.MaxValue);
    }
}
