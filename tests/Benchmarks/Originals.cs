using OpenCvSharp;

namespace Darkroom.Benchmarks;

/// <summary>Input pictures of any size, as detailed as photographs, from the photographs that are kept with the tests.</summary>
internal static class Originals
{
    /// <summary>Photographs side by side at their own size: lossless, and as a camera would write it.</summary>
    public static (byte[] Png, byte[] Jpeg) Mosaic(int width, int height)
    {
        using var mosaic = new Mat(height, width, MatType.CV_8UC3);
        string[] names = ["astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg"];
        var photos = names.Select(name => Cv2.ImDecode(File.ReadAllBytes(Path.Combine(Folders.Photos, name)), ImreadModes.Color)).ToList();
        const int Cell = 300;
        for (int y = 0, n = 0; y < height; y += Cell)
        {
            for (var x = 0; x < width; x += Cell, n++)
            {
                var size = new Size(Math.Min(Cell, width - x), Math.Min(Cell, height - y));
                using var from = new Mat(photos[n % photos.Count], new Rect(new Point(60, 0), size));
                using var to = new Mat(mosaic, new Rect(new Point(x, y), size));
                from.CopyTo(to);
            }
        }

        photos.ForEach(photo => photo.Dispose());
        Cv2.ImEncode(".png", mosaic, out var png, [(int)ImwriteFlags.PngCompression, 1]);
        Cv2.ImEncode(".jpg", mosaic, out var jpeg, [(int)ImwriteFlags.JpegQuality, 92]);
        return (png, jpeg);
    }

    /// <summary>The portrait, as a JPEG with this longer side.</summary>
    public static byte[] Portrait(int side)
    {
        using var portrait = Cv2.ImDecode(File.ReadAllBytes(Path.Combine(Folders.Photos, "astronaut.png")), ImreadModes.Color);
        using var sized = new Mat();
        Cv2.Resize(portrait, sized, new Size(side, side), 0, 0, InterpolationFlags.Cubic);
        Cv2.ImEncode(".jpg", sized, out var jpeg, [(int)ImwriteFlags.JpegQuality, 92]);
        return jpeg;
    }
}
