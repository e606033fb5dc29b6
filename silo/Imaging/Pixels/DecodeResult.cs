using Darkroom.Jobs;

namespace Darkroom.Imaging.Pixels;

/// <summary>What became of a file.</summary>
internal abstract record DecodeResult
{
    private DecodeResult() { }

    /// <summary>The picture; whoever receives it disposes it.</summary>
    public sealed record Decoded(Picture Picture) : DecodeResult;

    /// <summary>The file is at fault.</summary>
    public sealed record Refused(JobError Error) : DecodeResult
    {
        public Refused(string code, string detail) : this(new JobError(code, detail)) { }
    }
}
