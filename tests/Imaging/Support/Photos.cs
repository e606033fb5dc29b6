namespace Darkroom.Imaging.Tests;

/// <summary>The files of <see cref="Photo"/>, and small ones in rarer forms (<c>files/README.md</c>).</summary>
internal static class Photos
{
    public static byte[] Astronaut { get; } = Photo.Bytes("astronaut.png");

    public static byte[] Cat { get; } = Photo.Bytes("chelsea.png");

    public static byte[] Coffee { get; } = Photo.Bytes("coffee.png");

    public static byte[] Rocket { get; } = Photo.Bytes("rocket.jpg");

    /// <summary>One of the 128 × 128 files.</summary>
    public static byte[] Small(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "files", name));
}
