namespace Darkroom.Gateway.Problems;

/// <summary>One way in which the API refuses. All of them stand in <see cref="ProblemKinds"/>; clients branch on <paramref name="Code"/>.</summary>
/// <param name="Code">Stable, lower-case, never reused for something else.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">Short and the same every time.</param>
/// <param name="Detail">What happened, for a person, where the occurrence has nothing more precise to say.</param>
/// <param name="Next">What the caller can do about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Detail, string Next)
{
    /// <summary>The problem type of RFC 9457: identifies, and is not meant to be fetched.</summary>
    public string Type => $"urn:darkroom:problem:{Code}";
}
