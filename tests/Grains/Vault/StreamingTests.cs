using System.Security.Cryptography;
using Darkroom.Vault;

namespace Darkroom.Grains.Tests.Vault;

public sealed class StreamingTests
{
    /// <summary>A source that gives few bytes at a time, as sockets do, and never holds what it gave.</summary>
    private sealed class Drip(long length, int most) : Stream
    {
        private long given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => given; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(Math.Min(buffer.Length, most), length - given);
            for (var i = 0; i < count; i++)
            {
                buffer[i] = (byte)(given + i);
            }

            given += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(997)]
    [InlineData(SealedFormat.ChunkLength + 1)]
    public async Task Sources_that_drip_and_readers_that_sip_see_the_same_bytes(int most)
    {
        const int Length = (2 * SealedFormat.ChunkLength) + 3;
        var key = RandomNumberGenerator.GetBytes(32);
        var picture = SealedPicture.NewReference();
        using var target = new MemoryStream();
        var stored = await SealingWriter.Write(picture, key, new Drip(Length, most), target, RandomSource.System, default);
        stored.Bytes.ShouldBe(Length);

        target.Position = 0;
        await using var opened = await OpeningStream.Begin(picture, key, target, target.Length, default);
        var sip = new byte[most];
        var total = 0;
        for (int count; (count = await opened.ReadAsync(sip)) > 0; total += count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.Equal((byte)(total + i), sip[i]);
            }

            opened.Position.ShouldBe(total + count);
        }

        total.ShouldBe(Length);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_picture()
    {
        var small = Allocated(1L << 20);
        var large = Allocated(256L << 20);
        (large - small).ShouldBeLessThan(2 << 20, "256 MiB are encrypted in the memory of a few chunks");
    }

    [Fact]
    public async Task A_reader_that_stops_early_gives_its_buffers_back_clean()
    {
        var original = await SealedPicture.Of(SealedFormat.ChunkLength * 2);
        var stream = await original.Open();
        var one = new byte[1];
        (await stream.ReadAsync(one)).ShouldBe(1);
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(one));
    }

    private static long Allocated(long length)
    {
        // Everything completes at once on this thread, so that other tests do not count.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var writing = SealingWriter.Write(
            SealedPicture.NewReference(), new byte[32], new Drip(length, int.MaxValue), Stream.Null, RandomSource.System, default);
        writing.IsCompletedSuccessfully.ShouldBeTrue();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
