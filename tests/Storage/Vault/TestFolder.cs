namespace Darkroom.Storage.Tests.Vault;

/// <summary>A folder that goes away with the test, and what lies in its files.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("darkroom-vault-").FullName;

    public IReadOnlyList<string> Files => Directory.GetFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    /// <summary>The files in which these bytes stand.</summary>
    public IReadOnlyList<string> FilesWith(ReadOnlyMemory<byte> bytes) =>
        [.. Files.Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes.Span) >= 0)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
