namespace Darkroom.Imaging.Tests;

/// <summary>The files of <see cref="Photo"/>.</summary>
internal static class Photos
{
    public static byte[] Astronaut { get; } = Photo.Bytes("astronaut.png");

    public static byte[] Cat { get; } = Photo.Bytes("chelsea.png");

    public static byte[] Coffee { get; } = Photo.Bytes("coffee.png");

    public static byte[] Rocket { get; } = Photo.Bytes("rocket.jpg");
}
