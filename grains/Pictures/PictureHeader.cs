namespace Darkroom.Pictures;

/// <summary>What a picture's header says, read without decoding a pixel.</summary>
/// <param name="Type">By the first bytes, never by the name.</param>
/// <param name="StoredWidth">Columns as stored, at least 1.</param>
/// <param name="StoredHeight">Rows as stored, at least 1.</param>
/// <param name="Orientation">What turns stored pixels upright.</param>
/// <param name="Animated">The header announces several frames; tools see the first.</param>
public sealed record PictureHeader(
    PictureType Type, int StoredWidth, int StoredHeight, PictureOrientation Orientation, bool Animated)
{
    /// <summary>Columns as seen, after orientation.</summary>
    public int Width => TurnsSides ? StoredHeight : StoredWidth;

    /// <summary>Rows as seen, after orientation.</summary>
    public int Height => TurnsSides ? StoredWidth : StoredHeight;

    /// <summary>Width times height.</summary>
    public long Pixels => (long)StoredWidth * StoredHeight;

    private bool TurnsSides => Orientation >= PictureOrientation.Transposed;
}
