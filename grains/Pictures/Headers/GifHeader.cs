using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>Blocks up to the first image. The size is that of the screen that frames are drawn on.</summary>
internal sealed class GifHeader : HeaderReader
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const int ScreenBytes = 13;

    private (int Width, int Height) screen;
    private State state;
    private bool animated;

    private enum State
    {
        Start,
        Block,
        SubBlocks,
    }

    public override HeaderStep Read(ReadOnlySpan<byte> here)
    {
        switch (state)
        {
            case State.Start:
                if (here.Length < ScreenBytes) return new(0, ScreenBytes);
                screen = (BinaryPrimitives.ReadUInt16LittleEndian(here[6..]), BinaryPrimitives.ReadUInt16LittleEndian(here[8..]));
                if (screen.Width > 0 && screen.Height > 0) Size = screen;
                var palette = (here[10] & 0x80) != 0 ? 3 << ((here[10] & 7) + 1) : 0;
                state = State.Block;
                return new(ScreenBytes + palette, 1);
            case State.SubBlocks:
                if (here[0] == 0) state = State.Block;
                return new(1 + here[0], 1);
            default:
                return Block(here);
        }
    }

    private HeaderStep Block(ReadOnlySpan<byte> here)
    {
        switch (here[0])
        {
            case Extension:
                if (here.Length < 14) return new(0, 14);
                // A loop count is what tells an animation from a picture before its second frame arrives.
                animated |= here[1] == 0xFF && here[3..14].SequenceEqual("NETSCAPE2.0"u8);
                state = State.SubBlocks;
                return new(2, 1);
            case Image:
                if (here.Length < 10) return new(0, 10);
                // A screen without size appears in old files; then the frame is the picture.
                var size = screen is { Width: > 0, Height: > 0 } ? screen
                    : (BinaryPrimitives.ReadUInt16LittleEndian(here[5..]), BinaryPrimitives.ReadUInt16LittleEndian(here[7..]));
                Header = new(PictureType.Gif, size.Item1, size.Item2, PictureOrientation.Upright, animated);
                return default;
            default:
                return Corrupt("The GIF ends before its first image.");
        }
    }
}
