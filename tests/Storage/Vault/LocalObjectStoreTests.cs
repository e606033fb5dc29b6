using Darkroom.Storage.Objects;
using Darkroom.Vault;

namespace Darkroom.Storage.Tests.Vault;

public sealed class LocalObjectStoreTests : ObjectStoreTests, IDisposable
{
    private readonly TestFolder folder = new();

    public LocalObjectStoreTests() => Store = new LocalObjectStore(folder.Path, RandomSource.System);

    private protected override IObjectStore Store { get; }

    public void Dispose() => folder.Dispose();

    private protected override Task<int> Things() => Task.FromResult(folder.Files.Count);
}
