namespace Darkroom.Vault;

/// <summary>Calls may interleave: the grain has no state of its own, and a user's many pictures share one commit of the key store.</summary>
[Reentrant]
internal sealed class UserKeysGrain(UserKeys keys) : Grain, IUserKeysGrain
{
    private UserId User => UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()));

    public Task<byte[]?> Create(PictureRef picture) => keys.Create(Own(picture));

    public Task<byte[]?> Find(PictureRef picture) => keys.Find(Own(picture));

    public Task<bool> Holds(PictureRef picture) => keys.Holds(Own(picture));

    public Task Destroy(PictureRef picture) => keys.Destroy(Own(picture));

    public Task DestroyAll() => keys.DestroyAll(User);

    private PictureRef Own(PictureRef picture) => picture.Owner == User
        ? picture
        : throw new ArgumentException("The picture belongs to another user's keys.", nameof(picture));
}
