namespace Darkroom.Retention;

/// <summary>Forgets what is due in one shard, batch by batch. Thread-safe; one run per shard at a time is enough.</summary>
internal sealed class DueSweep(IRetentionRows rows, Forgetter forgetter, RetentionOptions options, TimeProvider time)
{
    /// <summary>Sweeps until nothing is due or the turn is over.</summary>
    /// <returns>How many are gone, and whether there may be more.</returns>
    public async Task<SweepResult> Run(int shard, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var gone = 0;
        RetainedPicture? last = null;
        while (true)
        {
            // Behind the last one, not from the start: a row that fails must not hold up those that are due after it.
            var page = await rows.Due(shard, time.GetUtcNow(), last, options.Batch, cancellation);
            gone += (await forgetter.Forget(await Claim(page, cancellation), cancellation)).Gone;
            if (page.Count < options.Batch)
            {
                return new SweepResult(gone, More: false);
            }

            last = page[^1];
            if (time.GetElapsedTime(began) >= options.Turn)
            {
                return new SweepResult(gone, More: gone > 0);
            }
        }
    }

    // Since the page was read a row may have been given a later date, by somebody who relies on it from then on.
    private async Task<IReadOnlyCollection<RetainedPicture>> Claim(IReadOnlyList<RetainedPicture> page, CancellationToken cancellation)
    {
        if (page.Count == 0)
        {
            return page;
        }

        var claimed = (await rows.ClaimDue([.. page.Select(picture => picture.Picture)], time.GetUtcNow(), cancellation)).ToHashSet();
        return [.. page.Where(picture => claimed.Contains(picture.Picture))];
    }
}

/// <summary>What a sweep did.</summary>
/// <param name="Gone">Pictures forgotten.</param>
/// <param name="More">The turn was over before all that is due was seen.</param>
[GenerateSerializer, Immutable, Alias("darkroom.sweep-result")]
public sealed record SweepResult([property: Id(0)] int Gone, [property: Id(1)] bool More);
