using System.Runtime.CompilerServices;
using Darkroom.Vault;

namespace Darkroom.Storage.Objects;

/// <summary>
/// Encrypted objects as files: <c>{folder}/{first two digits}/{name}</c>. A file is written under a passing name in <c>incoming</c>, flushed, and only
/// then given its own, so that a crash leaves a whole object or none; what a crash left in <c>incoming</c> is removed at the next start.
/// One process at a time uses a folder. Thread-safe.
/// </summary>
internal sealed class LocalObjectStore : IObjectStore
{
    private readonly string folder;
    private readonly string incoming;
    private readonly RandomSource random;

    /// <summary>Makes the folders that are missing and removes what a crash left half written.</summary>
    public LocalObjectStore(string folder, RandomSource random)
    {
        this.folder = folder;
        this.random = random;
        incoming = Path.Combine(folder, "incoming");
        PrivateFiles.MakeFolder(incoming);
        foreach (var part in Enumerable.Range(0, ObjectName.Parts))
        {
            PrivateFiles.MakeFolder(FolderOf(part));
        }

        foreach (var leftover in Directory.EnumerateFiles(incoming))
        {
            File.Delete(leftover);
        }

        UnixFiles.FlushFolder(folder);
        UnixFiles.FlushFolder(incoming);
    }

    /// <inheritdoc/>
    public async Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        var passing = Path.Combine(incoming, Convert.ToHexStringLower(random.Bytes(16)));
        try
        {
            await using (var file = PrivateFiles.Make(passing))
            {
                await write(file, cancellation);
                await Task.Run(() => file.Flush(flushToDisk: true), cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            await Task.Run(
                () =>
                {
                    UnixFiles.Link(passing, PathOf(name));
                    UnixFiles.FlushFolder(FolderOf(name.Part));
                },
                CancellationToken.None);
        }
        finally
        {
            File.Delete(passing);
        }
    }

    /// <inheritdoc/>
    public Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation)
    {
        try
        {
            var file = new FileStream(PathOf(name), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            return Task.FromResult<ObjectContent?>(new ObjectContent(file.Length, file));
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<ObjectContent?>(null);
        }
    }

    /// <inheritdoc/>
    public Task Delete(ObjectName name, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var path = PathOf(name);
            if (File.Exists(path))
            {
                File.Delete(path);
                UnixFiles.FlushFolder(FolderOf(name.Part));
            }
        },
        cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectEntry> List(int part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The folder is read in one go: its files may be deleted while the caller goes through them.
        var files = await Task.Run(() => new DirectoryInfo(FolderOf(part)).GetFiles(), cancellation);
        foreach (var file in files.Where(file => ObjectName.IsValid(file.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new ObjectEntry(new ObjectName(file.Name), file.LastWriteTimeUtc);
        }
    }

    private string FolderOf(int part) => Path.Combine(folder, $"{part:x2}");

    private string PathOf(ObjectName name) => Path.Combine(FolderOf(name.Part), name.Value);
}
