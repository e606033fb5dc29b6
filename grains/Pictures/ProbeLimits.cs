namespace Darkroom.Pictures;

/// <summary>What an upload's header may say.</summary>
/// <param name="MaximumPixels">Width times height.</param>
/// <param name="MaximumSide">Longest side in pixels.</param>
public sealed record ProbeLimits(long MaximumPixels, int MaximumSide)
{
    /// <summary>Bytes that may come before the size is known (EXIF, profiles, thumbnails); 8 MiB unless told.</summary>
    public long MaximumMetadataBytes { get; init; } = 8 << 20;

    /// <summary>Segments, chunks or boxes that may come before the size is known; 4,096 unless told.</summary>
    public int MaximumParts { get; init; } = 4096;

    /// <summary>Types that the imaging engine behind this intake decodes.</summary>
    public IReadOnlySet<PictureType> Accepted { get; init; } = PictureTypes.Always;
}
