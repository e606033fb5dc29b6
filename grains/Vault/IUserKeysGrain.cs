namespace Darkroom.Vault;

/// <summary>
/// Hands out the keys of one user's pictures to silos and gateways, one object at a time; the user's own key and the master key never leave the silo.
/// Nothing is cached: every answer comes from the key store, so that a destroyed key is gone for every activation at once.
/// Every method may be repeated. Key: <see cref="GrainKeys.Keys"/>; a picture of another owner is a fault.
/// </summary>
[Alias("darkroom.user-keys")]
public interface IUserKeysGrain : IGrainWithStringKey
{
    /// <summary>The key (32 bytes) for a picture that is about to be written, new or as it was; null when it was destroyed, or the user's was.</summary>
    [Alias("create")]
    Task<byte[]?> Create(PictureRef picture);

    /// <summary>The key (32 bytes) of a picture, or null when it was destroyed or never was.</summary>
    [Alias("find")]
    Task<byte[]?> Find(PictureRef picture);

    /// <summary>Whether a picture's key is still there.</summary>
    [Alias("holds")]
    Task<bool> Holds(PictureRef picture);

    /// <summary>Destroys a picture's key for good. When the task ends nobody can decrypt the picture any more.</summary>
    [Alias("destroy")]
    Task Destroy(PictureRef picture);

    /// <summary>Destroys the user's key and with it every picture's; the user can never have a key again. This is what erasure rests on.</summary>
    [Alias("destroy-all")]
    Task DestroyAll();
}
