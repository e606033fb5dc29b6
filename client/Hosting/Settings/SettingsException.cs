namespace Darkroom.Hosting.Settings;

/// <summary>Settings cannot be used; all of them are told at once, each by its name.</summary>
/// <param name="problems">One line each: the variable, what is wrong with it, what would do.</param>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : StartException(problems is [var only] ? only : "some settings cannot be used:\n  " + string.Join("\n  ", problems))
{
    /// <summary>One line each: the variable, what is wrong with it, what would do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
