namespace Darkroom.Vault;

/// <summary>
/// The wrapped keys of users and objects. It lies outside the database and its backups: a key that is destroyed here is gone
/// from every backup of everything else. Silos only. Everything is durable when it answers. Thread-safe.
/// </summary>
/// <remarks>
/// What was destroyed leaves a tombstone without key material, so that a writer who comes late cannot bring it back.
/// An implementation must overwrite the material itself, in every file that it lies in, before it answers.
/// </remarks>
public interface IKeyStore
{
    /// <summary>The user's wrapped key; where there is none yet, keeps <paramref name="fresh"/>. Null when the user's key was destroyed.</summary>
    /// <param name="user">Whose key.</param>
    /// <param name="fresh">Makes a wrapped key; called only where there is none.</param>
    Task<byte[]?> GetOrAddUserKey(UserId user, Func<byte[]> fresh);

    /// <summary>Keeps an object's wrapped key unless there is one, and answers the one that is kept. Null when that key or the user's was destroyed.</summary>
    Task<byte[]?> GetOrAddObjectKey(UserId user, ObjectName name, byte[] wrapped);

    /// <summary>The wrapped keys that lead to an object, or null when one of them was destroyed or never was.</summary>
    Task<WrappedKeys?> Find(UserId user, ObjectName name);

    /// <summary>Destroys an object's key. A key that is not there (yet) can never be added again. Idempotent.</summary>
    Task DestroyObjectKey(UserId user, ObjectName name);

    /// <summary>Destroys the keys of objects whose owner the caller does not know. Idempotent; names without a key are left alone.</summary>
    Task DestroyObjectKeys(IReadOnlyCollection<ObjectName> names);

    /// <summary>Destroys a user's key and the keys of all objects under it. Idempotent; the user can have no key again.</summary>
    Task DestroyUser(UserId user);

    /// <summary>Up to <paramref name="limit"/> object keys of one part that are not destroyed, made before a time, ordered by name.</summary>
    /// <param name="part">See <see cref="ObjectName.Part"/>.</param>
    /// <param name="before">The youngest that are listed.</param>
    /// <param name="after">The last name of the page before, or null.</param>
    /// <param name="limit">At least 1.</param>
    Task<IReadOnlyList<ObjectName>> ListObjectKeys(int part, DateTimeOffset before, ObjectName? after, int limit);

    /// <summary>Removes up to <paramref name="limit"/> tombstones of objects destroyed before a time, and answers how many.</summary>
    Task<int> RemoveTombstones(DateTimeOffset before, int limit);
}

/// <summary>The two wrapped keys on the way from the master key to an object.</summary>
public sealed record WrappedKeys(byte[] User, byte[] Object);
