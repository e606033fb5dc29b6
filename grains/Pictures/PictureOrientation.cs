namespace Darkroom.Pictures;

/// <summary>How stored pixels must be turned to be seen upright. The values are those of EXIF tag 0x0112.</summary>
public enum PictureOrientation
{
    /// <summary>As stored.</summary>
    Upright = 1,

    /// <summary>Left and right exchanged.</summary>
    Mirrored = 2,

    /// <summary>Half a turn.</summary>
    HalfTurn = 3,

    /// <summary>Top and bottom exchanged.</summary>
    Flipped = 4,

    /// <summary>Rows and columns exchanged.</summary>
    Transposed = 5,

    /// <summary>A quarter turn clockwise.</summary>
    QuarterTurn = 6,

    /// <summary>Rows and columns exchanged across the other diagonal.</summary>
    Transversed = 7,

    /// <summary>A quarter turn counter-clockwise.</summary>
    ThreeQuarterTurn = 8,
}
