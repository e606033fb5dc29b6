using System.Security.Cryptography;
using Darkroom.Security;
using Darkroom.Storage.Keys;
using Darkroom.Storage.Objects;
using Darkroom.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Vault;

/// <summary>The vault on real files in a folder, without a cluster around it: a user's keys answer directly.</summary>
internal sealed class LocalVault : IAsyncDisposable
{
    private readonly IKeyStore store;

    public LocalVault(TestFolder folder, TimeProvider? time = null, RandomSource? random = null)
    {
        Options = folder.Vault;
        Master = MasterKeySource.Load(Options, RandomSource.System, NullLogger.Instance);
        store = OpenKeys(Options, Master, time ?? TimeProvider.System);
        Keys = new UserKeys(store, Master, random ?? RandomSource.System);
        Objects = new LocalObjectStore(Options.ObjectsFolder, RandomSource.System);
        Pictures = new PictureVault(Objects, user => new DirectKeys(Keys, user), RandomSource.System);
    }

    public VaultOptions Options { get; }

    public MasterKey Master { get; }

    public IKeyStore KeyStore => store;

    public UserKeys Keys { get; }

    public IObjectStore Objects { get; }

    public PictureVault Pictures { get; }

    public static IKeyStore OpenKeys(VaultOptions options, MasterKey master, TimeProvider time)
    {
        if (options.KeysDatabase is { } database)
        {
            return new PostgresKeyStore(database, master, time, NullLogger.Instance);
        }

        PrivateFiles.MakeFolder(options.KeysFolder);
        return new SqliteKeyStore(options.KeysPath, master, time, NullLogger.Instance);
    }

    public static UserId NewUser() => UserId.New(new("one"), TimeProvider.System, RandomSource.System);

    public static PictureRef NewPicture(UserId? owner = null) => PictureRef.New(owner ?? NewUser(), TimeProvider.System, RandomSource.System);

    public async Task<byte[]> Put(PictureRef picture, int length = 100_000)
    {
        var plain = RandomNumberGenerator.GetBytes(length);
        await Pictures.Put(picture, new MemoryStream(plain), default);
        return plain;
    }

    public async Task<byte[]?> Read(PictureRef picture)
    {
        await using var stream = await Pictures.Open(picture, default);
        if (stream is null)
        {
            return null;
        }

        using var target = new MemoryStream();
        await stream.Content.CopyToAsync(target);
        return target.ToArray();
    }

    /// <summary>The names of all whole objects.</summary>
    public async Task<IReadOnlyList<ObjectName>> Names()
    {
        var names = new List<ObjectName>();
        for (var part = 0; part < ObjectName.Parts; part++)
        {
            await foreach (var entry in Objects.List(part, default))
            {
                names.Add(entry.Name);
            }
        }

        return names;
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)store).DisposeAsync();

    private sealed class DirectKeys(UserKeys keys, UserId user) : IUserKeysGrain
    {
        public Task<byte[]?> Create(PictureRef picture) => keys.Create(picture);

        public Task<byte[]?> Find(PictureRef picture) => keys.Find(picture);

        public Task<bool> Holds(PictureRef picture) => keys.Holds(picture);

        public Task Destroy(PictureRef picture) => keys.Destroy(picture);

        public Task DestroyAll() => keys.DestroyAll(user);
    }
}
