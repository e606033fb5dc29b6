using System.Security.Cryptography;
using Darkroom.Vault;

namespace Darkroom.Grains.Tests.Vault;

/// <summary>A picture and its encrypted object, and the ways to read and to spoil it.</summary>
internal sealed class SealedPicture
{
    private const int Chunk = SealedFormat.ChunkLength + SealedFormat.TagLength;
    private readonly byte[] key;

    private SealedPicture(PictureRef picture, byte[] key, byte[] plain, byte[] bytes, StoredPicture stored) =>
        (Picture, this.key, Plain, Bytes, Stored) = (picture, key, plain, bytes, stored);

    public PictureRef Picture { get; }

    public byte[] Plain { get; }

    public byte[] Bytes { get; }

    public StoredPicture Stored { get; }

    /// <summary>Where the chunks of the object begin and end.</summary>
    public IReadOnlyList<Range> Chunks =>
        [.. Enumerable.Range(0, (Bytes.Length - SealedFormat.HeaderLength + Chunk - 1) / Chunk)
            .Select(i => SealedFormat.HeaderLength + (i * Chunk))
            .Select(at => at..Math.Min(at + Chunk, Bytes.Length))];

    public static PictureRef NewReference() =>
        PictureRef.New(UserId.New(new("one"), TimeProvider.System, RandomSource.System), TimeProvider.System, RandomSource.System);

    public static Task<SealedPicture> Of(int length) => Of(RandomNumberGenerator.GetBytes(length), NewReference(), RandomNumberGenerator.GetBytes(32));

    /// <summary>Another picture under the same key, to be mixed up with this one.</summary>
    public Task<SealedPicture> Sibling(PictureRef picture, int length) => Of(RandomNumberGenerator.GetBytes(length), picture, key);

    public async Task<byte[]> Read(byte[] bytes, PictureRef? under = null)
    {
        await using var stream = await Open(bytes, under ?? Picture);
        using var target = new MemoryStream();
        await stream.CopyToAsync(target);
        stream.Length.ShouldBe(target.Length);
        return target.ToArray();
    }

    public Task<OpeningStream> Open() => Open(Bytes, Picture);

    public Task ShouldRefuse(byte[] bytes, PictureRef? under = null) => Should.ThrowAsync<InvalidDataException>(() => Read(bytes, under));

    private Task<OpeningStream> Open(byte[] bytes, PictureRef under) =>
        OpeningStream.Begin(under, key, new MemoryStream(bytes), bytes.Length, default);

    private static async Task<SealedPicture> Of(byte[] plain, PictureRef picture, byte[] key)
    {
        using var target = new MemoryStream();
        var stored = await SealingWriter.Write(picture, key, new MemoryStream(plain), target, RandomSource.System, default);
        return new SealedPicture(picture, key, plain, target.ToArray(), stored);
    }
}
