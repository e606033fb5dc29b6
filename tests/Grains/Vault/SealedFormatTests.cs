using System.Security.Cryptography;
using Darkroom.Vault;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Vault;

public sealed class SealedFormatTests
{
    private const int Chunk = SealedFormat.ChunkLength;

    /// <summary>Zero to three chunks and a bit, most often within a few bytes of a border.</summary>
    private static readonly Arbitrary<int> Lengths = Gen.OneOf(
        Gen.Choose(0, (3 * Chunk) + 100),
        from chunks in Gen.Choose(0, 3) from around in Gen.Choose(-2, 2) select Math.Max(0, (chunks * Chunk) + around)).ToArbitrary();

    [Fact]
    public void Every_length_comes_back_with_its_digest() =>
        Prop.ForAll(Lengths, length => Run(async () =>
        {
            var sealedPicture = await SealedPicture.Of(length);
            (await sealedPicture.Read(sealedPicture.Bytes)).ShouldBe(sealedPicture.Plain);
            sealedPicture.Stored.Bytes.ShouldBe(length);
            sealedPicture.Stored.Sha256.ShouldBe(SHA256.HashData(sealedPicture.Plain));
            SealedFormat.PlainLength(sealedPicture.Bytes.Length).ShouldBe(length);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_flipped_bit_is_detected() =>
        Prop.ForAll(Lengths, Gen.Choose(0, int.MaxValue).ToArbitrary(), (length, where) => Run(async () =>
        {
            var sealedPicture = await SealedPicture.Of(length);
            var bytes = sealedPicture.Bytes;
            bytes[where % bytes.Length] ^= (byte)(1 << (where % 8));
            await sealedPicture.ShouldRefuse(bytes);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_truncation_is_detected() =>
        Prop.ForAll(Lengths, Gen.Choose(1, int.MaxValue).ToArbitrary(), (length, cut) => Run(async () =>
        {
            var sealedPicture = await SealedPicture.Of(length);
            await sealedPicture.ShouldRefuse(sealedPicture.Bytes[..^(1 + (cut % sealedPicture.Bytes.Length))]);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Anything_appended_is_detected() =>
        Prop.ForAll(Lengths, Gen.Choose(1, 2 * Chunk).ToArbitrary(), (length, more) => Run(async () =>
        {
            var sealedPicture = await SealedPicture.Of(length);
            await sealedPicture.ShouldRefuse([.. sealedPicture.Bytes, .. RandomNumberGenerator.GetBytes(more)]);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Chunks_left_out_repeated_moved_or_cut_off_at_their_border_are_detected()
    {
        var original = await SealedPicture.Of((4 * Chunk) + 7);
        foreach (var order in (int[][])[[1, 0, 2, 3, 4], [0, 2, 1, 3, 4], [0, 1, 2, 4], [0, 1, 2, 3], [0], [4], [0, 1, 2, 3, 4, 4], [0, 0, 1, 2, 3, 4], [0, 1, 2, 3, 3, 4]])
        {
            await original.ShouldRefuse(Ordered(original, order));
        }

        (await original.Read(Ordered(original, [0, 1, 2, 3, 4]))).ShouldBe(original.Plain);
    }

    [Fact]
    public async Task Another_object_in_its_place_is_detected_even_under_the_same_key()
    {
        var one = await SealedPicture.Of(2 * Chunk);
        var other = await one.Sibling(SealedPicture.NewReference(), 2 * Chunk);
        await one.ShouldRefuse(other.Bytes);
        await one.ShouldRefuse(one.Bytes, under: other.Picture);
    }

    [Fact]
    public async Task Chunks_of_two_writings_of_one_picture_do_not_mix()
    {
        var one = await SealedPicture.Of(2 * Chunk);
        var again = await one.Sibling(one.Picture, 2 * Chunk);
        await one.ShouldRefuse([.. one.Bytes[..one.Chunks[0].End.Value], .. again.Bytes[again.Chunks[1]]]);
        await one.ShouldRefuse([.. again.Bytes[..SealedFormat.HeaderLength], .. one.Bytes[SealedFormat.HeaderLength..]]);
    }

    [Fact]
    public async Task Nothing_is_handed_out_of_a_chunk_that_was_changed()
    {
        var original = await SealedPicture.Of(3 * Chunk);
        original.Bytes[original.Chunks[1].Start.Value + 5] ^= 1;
        await using var stream = await original.Open();
        var first = new byte[Chunk];
        await stream.ReadExactlyAsync(first);
        first.ShouldBe(original.Plain[..Chunk]);
        var second = new byte[Chunk];
        await Should.ThrowAsync<InvalidDataException>(async () => await stream.ReadExactlyAsync(second));
        second.ShouldAllBe(b => b == 0);
    }

    [Fact]
    public void The_format_of_stored_pictures_never_changes()
    {
        // Version 1, written down byte by byte: a zero key, a counting salt, three bytes of plaintext.
        var picture = PictureRef.Parse("one/u1/p1");
        var header = "DRV\u0001"u8.ToArray().Concat(Enumerable.Range(0, 32).Select(i => (byte)i)).ToArray();
        var secrets = HKDF.DeriveKey(HashAlgorithmName.SHA256, new byte[32], 39, header[4..], "darkroom/object/v1\0one/u1/p1"u8.ToArray());
        var expected = new byte[3 + 16];
        using var aes = new AesGcm(secrets.AsSpan(0, 32), 16);
        aes.Encrypt([.. secrets[32..], 0, 0, 0, 0, 1], "abc"u8, expected.AsSpan(0, 3), expected.AsSpan(3), [.. header, .. "one/u1/p1"u8]);

        var actual = new byte[3 + 16];
        using var cipher = new SealedFormat.Cipher(new byte[32], picture, header);
        cipher.Seal(0, last: true, "abc"u8, actual);
        actual.ShouldBe(expected);
    }

    private static byte[] Ordered(SealedPicture picture, int[] order) =>
        [.. picture.Bytes[..SealedFormat.HeaderLength], .. order.SelectMany(i => picture.Bytes[picture.Chunks[i]])];

    private static void Run(Func<Task> test) => test().GetAwaiter().GetResult();
}
