namespace Darkroom.Pictures;

/// <summary>A file format, as its first bytes say it.</summary>
public enum PictureType
{
    /// <summary>JPEG (baseline or progressive, 8 bits).</summary>
    Jpeg,

    /// <summary>PNG, also animated (the first frame counts).</summary>
    Png,

    /// <summary>WebP, lossy or lossless, also animated (the first frame counts).</summary>
    WebP,

    /// <summary>GIF; the first frame counts.</summary>
    Gif,

    /// <summary>AVIF: AV1 in an ISO base media file.</summary>
    Avif,

    /// <summary>HEIC: HEVC in an ISO base media file.</summary>
    Heic,
}

/// <summary>Names of picture types.</summary>
public static class PictureTypes
{
    /// <summary>The types that every build of the imaging engine decodes.</summary>
    public static readonly IReadOnlySet<PictureType> Always =
        new HashSet<PictureType> { PictureType.Jpeg, PictureType.Png, PictureType.WebP, PictureType.Gif };

    /// <summary>For example <c>image/jpeg</c>.</summary>
    public static string MediaType(this PictureType type) => type switch
    {
        PictureType.Jpeg => "image/jpeg",
        PictureType.Png => "image/png",
        PictureType.WebP => "image/webp",
        PictureType.Gif => "image/gif",
        PictureType.Avif => "image/avif",
        PictureType.Heic => "image/heic",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The usual file name extension, without a dot.</summary>
    public static string Extension(this PictureType type) => type switch
    {
        PictureType.Jpeg => "jpg",
        PictureType.Png => "png",
        PictureType.WebP => "webp",
        PictureType.Gif => "gif",
        PictureType.Avif => "avif",
        PictureType.Heic => "heic",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>How people call it.</summary>
    public static string DisplayName(this PictureType type) => type switch
    {
        PictureType.WebP => "WebP",
        _ => type.ToString().ToUpperInvariant(),
    };
}
