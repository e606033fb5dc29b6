namespace Darkroom.Pictures;

/// <summary>What a probe knows so far.</summary>
public abstract record ProbeResult
{
    private ProbeResult() { }

    /// <summary>Feed more bytes, or <see cref="PictureProbe.Finish"/>.</summary>
    public sealed record NeedMore : ProbeResult
    {
        internal static readonly NeedMore Instance = new();
    }

    /// <summary>A picture within the limits. Whether its pixels decode is another question.</summary>
    public sealed record Known(PictureHeader Header) : ProbeResult;

    /// <summary>Not acceptable.</summary>
    /// <param name="Code">One of <see cref="PictureRefusal"/>.</param>
    /// <param name="Detail">For a person: what is wrong and what is allowed. Nothing of the file's content.</param>
    public sealed record Refused(string Code, string Detail) : ProbeResult;
}

/// <summary>Stable codes for pictures that are refused, at intake or by the imaging engine.</summary>
public static class PictureRefusal
{
    /// <summary>Not a picture, or of a type or variant that is not decoded here.</summary>
    public const string Unsupported = "unsupported_picture";

    /// <summary>Starts like a picture, but is broken or cut off.</summary>
    public const string Corrupt = "corrupt_picture";

    /// <summary>More pixels, or a longer side, than is allowed.</summary>
    public const string TooManyPixels = "too_many_pixels";

    /// <summary>More metadata, or more parts, before the pixels than is allowed.</summary>
    public const string TooMuchMetadata = "too_much_metadata";
}
