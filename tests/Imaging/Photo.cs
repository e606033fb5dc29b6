using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

/// <summary>The real photographs of <c>tests/photos</c>.</summary>
internal static class Photo
{
    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "photos", name));

    internal static Mat Load(string name) => Cv2.ImDecode(Bytes(name), ImreadModes.Color);
}
