using System.Security.Cryptography;
using System.Text;
using Darkroom.Security;

namespace Darkroom.Vault;

/// <summary>
/// The key hierarchy: the master key wraps a random key per user, which wraps a random key per object. A wrapped key is a <see cref="SealingKey"/>
/// box bound to what it belongs to, so that rows of the key store cannot be exchanged for each other. Holds no key but the master's. Thread-safe.
/// </summary>
public sealed class UserKeys(IKeyStore store, MasterKey master, RandomSource random)
{
    private const int KeyLength = 32;
    private readonly SealingKey root = new(master.Derive("user-keys/v1"), random);

    /// <summary>See <see cref="IUserKeysGrain.Create"/>.</summary>
    public async Task<byte[]?> Create(PictureRef picture)
    {
        var wrappedUser = await store.GetOrAddUserKey(picture.Owner, () => root.Seal(random.Bytes(KeyLength), Context(picture.Owner)));
        if (wrappedUser is null)
        {
            return null;
        }

        var user = Unwrap(picture.Owner, wrappedUser);
        var wrapped = await store.GetOrAddObjectKey(
            picture.Owner, ObjectName.Of(picture), user.Seal(random.Bytes(KeyLength), Context(picture)));
        return wrapped is null ? null : user.Open(wrapped, Context(picture));
    }

    /// <summary>See <see cref="IUserKeysGrain.Find"/>.</summary>
    /// <exception cref="CryptographicException">The key store was changed, or belongs to another master key.</exception>
    public async Task<byte[]?> Find(PictureRef picture) =>
        await store.Find(picture.Owner, ObjectName.Of(picture)) is { } keys
            ? Unwrap(picture.Owner, keys.User).Open(keys.Object, Context(picture))
            : null;

    /// <summary>See <see cref="IUserKeysGrain.Holds"/>.</summary>
    public async Task<bool> Holds(PictureRef picture) => await store.Find(picture.Owner, ObjectName.Of(picture)) is not null;

    /// <summary>See <see cref="IUserKeysGrain.Destroy"/>.</summary>
    public Task Destroy(PictureRef picture) => store.DestroyObjectKey(picture.Owner, ObjectName.Of(picture));

    /// <summary>See <see cref="IUserKeysGrain.DestroyAll"/>.</summary>
    public Task DestroyAll(UserId user) => store.DestroyUser(user);

    private SealingKey Unwrap(UserId user, byte[] wrapped) => new(root.Open(wrapped, Context(user)), random);

    private static byte[] Context(UserId user) => Encoding.UTF8.GetBytes($"user-key/{user}");

    private static byte[] Context(PictureRef picture) => Encoding.UTF8.GetBytes($"object-key/{picture}");
}
