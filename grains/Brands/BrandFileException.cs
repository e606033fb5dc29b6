namespace Darkroom.Brands;

/// <summary>
/// The brand files do not hold together, so that the cluster must not start: it enforces what they say.
/// </summary>
/// <param name="problems">One line each: file, JSON path, what is wrong, what to do.</param>
public sealed class BrandFileException(IReadOnlyList<string> problems)
    : StartException("The brand files were refused:\n  " + string.Join("\n  ", problems))
{
    /// <summary>One line each: file, JSON path, what is wrong, what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
