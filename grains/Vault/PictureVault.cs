using System.Security.Cryptography;

namespace Darkroom.Vault;

/// <summary>
/// The vault as gateways and silos use it: ciphertext goes to and from the object store here, keys come one at a time from the
/// owner's <see cref="IUserKeysGrain"/>. Thread-safe.
/// </summary>
public sealed class PictureVault : IPictureVault
{
    private readonly IObjectStore objects;
    private readonly Func<UserId, IUserKeysGrain> keys;
    private readonly RandomSource random;

    /// <summary>Takes the store that all gateways and silos share.</summary>
    public PictureVault(IObjectStore objects, IGrainFactory grains, RandomSource random)
        : this(objects, owner => grains.GetGrain<IUserKeysGrain>(GrainKeys.Keys(owner)), random)
    {
    }

    internal PictureVault(IObjectStore objects, Func<UserId, IUserKeysGrain> keys, RandomSource random) =>
        (this.objects, this.keys, this.random) = (objects, keys, random);

    /// <inheritdoc/>
    /// <exception cref="PictureForgottenException">The picture was forgotten before it was whole.</exception>
    public async Task<StoredPicture> Put(PictureRef picture, Stream content, CancellationToken cancellation)
    {
        var key = await keys(picture.Owner).Create(picture) ?? throw new PictureForgottenException();
        var name = ObjectName.Of(picture);
        StoredPicture? stored = null;
        try
        {
            await objects.Create(
                name, async (target, token) => stored = await SealingWriter.Write(picture, key, content, target, random, token), cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        // Forgetting destroys the key and then the bytes. Had it come between our asking for the key and this line, it may have found no
        // bytes to delete; then the key is gone now. If the key is still there, a forgetting that comes later finds the bytes.
        if (!await keys(picture.Owner).Holds(picture))
        {
            await objects.Delete(name, CancellationToken.None);
            throw new PictureForgottenException();
        }

        return stored!;
    }

    /// <inheritdoc/>
    public async Task<PictureStream?> Open(PictureRef picture, CancellationToken cancellation)
    {
        if (await keys(picture.Owner).Find(picture) is not { } key)
        {
            return null;
        }

        try
        {
            if (await objects.Open(ObjectName.Of(picture), cancellation) is not { } content)
            {
                return null;
            }

            var plain = await OpeningStream.Begin(picture, key, content.Stream, content.Length, cancellation);
            return new PictureStream(plain.Length, plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public async Task Forget(PictureRef picture, CancellationToken cancellation)
    {
        await keys(picture.Owner).Destroy(picture);
        await objects.Delete(ObjectName.Of(picture), cancellation);
    }
}

/// <summary>A picture was forgotten (or its owner erased) while it was still being written. Nothing of it stays.</summary>
public sealed class PictureForgottenException() : IOException("The picture was forgotten before it was whole.");
