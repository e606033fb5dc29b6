using Darkroom.Vault;

namespace Darkroom.Retention;

/// <summary>Forgetting over the rows and the vault. Thread-safe.</summary>
internal sealed class Forgetting(IRetentionRows rows, IPictureVault vault, IGrainFactory grains, Forgetter forgetter, TimeProvider time, RetentionOptions options)
    : IForgetting, IForgettingStatus
{
    /// <inheritdoc/>
    public Task<bool> Register(RetainedPicture picture, CancellationToken cancellation) => rows.Register(picture, cancellation);

    /// <inheritdoc/>
    public Task BringForward(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation) =>
        pictures.Count == 0 ? Task.CompletedTask : rows.BringForward(pictures, at, cancellation);

    /// <inheritdoc/>
    public async Task ForgetNow(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        // First the intent: should this process die in the middle, the sweep goes on.
        await rows.Claim(pictures, time.GetUtcNow(), cancellation);
        var known = await rows.Read(pictures, cancellation);
        await Forget([.. known.Where(row => row.ForgottenAt is null).Select(row => row.Picture)], cancellation);

        // Nothing is promised about these, but they were asked for, and the key store must know it before their bytes come.
        foreach (var stranger in pictures.Except(known.Select(row => row.Picture.Picture)))
        {
            await vault.Forget(stranger, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task ForgetEverything(UserId owner, CancellationToken cancellation)
    {
        await grains.GetGrain<IUserKeysGrain>(GrainKeys.Keys(owner)).DestroyAll();
        for (var page = await rows.HeldBy(owner, options.Batch, cancellation); page.Count > 0; page = await rows.HeldBy(owner, options.Batch, cancellation))
        {
            await rows.Claim([.. page.Select(picture => picture.Picture)], time.GetUtcNow(), cancellation);
            await Forget(page, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<PictureRef, DateTimeOffset>> Forgotten(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation)
    {
        var known = await rows.Read(pictures, cancellation);
        return known.Where(row => row.ForgottenAt is not null).ToDictionary(row => row.Picture.Picture, row => row.ForgottenAt!.Value);
    }

    /// <inheritdoc/>
    public async Task<Lateness> Lateness(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (count, since) = await rows.Overdue(now, cancellation);
        return new Lateness(count, since is { } first ? now - first : TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RetentionLine>> Overview(CancellationToken cancellation) => rows.Overview(cancellation);

    private async Task Forget(IReadOnlyCollection<RetainedPicture> pictures, CancellationToken cancellation)
    {
        if ((await forgetter.Forget(pictures, cancellation)).Failure is { } failure)
        {
            throw new IOException("A picture could not be forgotten now; it is due and the next sweep tries again.", failure);
        }
    }
}
