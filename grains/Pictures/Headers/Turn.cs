namespace Darkroom.Pictures.Headers;

/// <summary>One of the eight ways to lay a rectangle: mirrored first or not, then quarter turns clockwise.</summary>
internal readonly record struct Turn(bool Mirrored, int Quarters)
{
    public static readonly Turn None = new(false, 0);

    public Turn CounterClockwise() => this with { Quarters = (Quarters + 3) & 3 };

    // Mirroring after a turn equals mirroring first and turning the other way.
    public Turn Mirror() => new(!Mirrored, (4 - Quarters) & 3);

    public Turn Flip()
    {
        var mirror = Mirror();
        return mirror with { Quarters = (mirror.Quarters + 2) & 3 };
    }

    public PictureOrientation AsOrientation() => (Mirrored, Quarters) switch
    {
        (false, 0) => PictureOrientation.Upright,
        (false, 1) => PictureOrientation.QuarterTurn,
        (false, 2) => PictureOrientation.HalfTurn,
        (false, _) => PictureOrientation.ThreeQuarterTurn,
        (true, 0) => PictureOrientation.Mirrored,
        (true, 1) => PictureOrientation.Transversed,
        (true, 2) => PictureOrientation.Flipped,
        (true, _) => PictureOrientation.Transposed,
    };
}
