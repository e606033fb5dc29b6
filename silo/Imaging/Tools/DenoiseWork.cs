using Darkroom.Imaging.Pixels;
using Darkroom.Pictures;
using Darkroom.Tools;
using OpenCvSharp;

namespace Darkroom.Imaging.Tools;

/// <summary>
/// The code of <c>denoise</c>: non-local means, apart for brightness and colour, in tiles, so that memory does not grow with the
/// picture and the work can be watched and stopped.
/// </summary>
internal sealed class DenoiseWork : IPictureTool
{
    // Measured on photographs with known noise: smaller patches than the usual 7 keep a decibel more of them.
    private const int Patch = 5;
    private const int Search = 15;
    private const int Margin = (Patch + Search) / 2;
    private const int Tile = 1024;

    // At 100 the filter takes differences of about 15 of 255 for noise, which leaves little texture.
    private const float StrongestFilter = 15;

    public Size? Enough(PictureHeader header, string parameters) => null;

    public ImagingOutput Run(Picture picture, string parameters, Work work)
    {
        var asked = DenoiseParameters.Parse(parameters);
        picture.TurnUpright();
        using var alpha = picture.HasAlpha ? Channels.TakeAlpha(picture) : null;
        using var clean = new Mat(picture.Pixels.Size(), picture.Pixels.Type());
        var tiles = Tiles(picture.Pixels.Size()).ToList();
        for (var n = 0; n < tiles.Count; n++)
        {
            Clean(picture.Pixels, clean, tiles[n], asked);
            work.Reached(0.2 + (0.7 * (n + 1) / tiles.Count));
        }

        using var whole = alpha is null ? null : Channels.WithAlpha(clean, alpha);
        return PictureEncoder.Encode(whole ?? clean, asked.Format, asked.Quality, picture.Header.Type);
    }

    // Each tile is filtered with a margin of what surrounds it, so that seams cannot be seen.
    private static void Clean(Mat source, Mat target, Rect tile, DenoiseParameters asked)
    {
        var whole = new Rect(0, 0, source.Width, source.Height);
        var around = new Rect(tile.X - Margin, tile.Y - Margin, tile.Width + (2 * Margin), tile.Height + (2 * Margin)).Intersect(whole);
        using var input = new Mat(source, around);
        using var output = new Mat();
        var brightness = asked.Strength * StrongestFilter / 100;
        if (source.Channels() == 1) Cv2.FastNlMeansDenoising(input, output, brightness, Patch, Search);
        else Cv2.FastNlMeansDenoisingColored(input, output, brightness, Math.Max(0.01f, asked.ColourStrength * StrongestFilter / 100), Patch, Search);
        using var inner = new Mat(output, new Rect(tile.X - around.X, tile.Y - around.Y, tile.Width, tile.Height));
        using var place = new Mat(target, tile);
        inner.CopyTo(place);
    }

    private static IEnumerable<Rect> Tiles(Size size)
    {
        for (var y = 0; y < size.Height; y += Tile)
        {
            for (var x = 0; x < size.Width; x += Tile)
                yield return new Rect(x, y, Math.Min(Tile, size.Width - x), Math.Min(Tile, size.Height - y));
        }
    }
}
