namespace Darkroom.Gateway.Pages;

/// <summary>A page about a brand's policy, as text: what a browser, a terminal and a test read is the same.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Lead">What comes first, a paragraph each.</param>
/// <param name="Parts">What follows.</param>
public sealed record PolicyDocument(string Title, IReadOnlyList<string> Lead, IReadOnlyList<PolicyPart> Parts);

/// <summary>A part under a heading.</summary>
/// <param name="Text">A paragraph each.</param>
public sealed record PolicyPart(string Heading, params IReadOnlyList<string> Text)
{
    /// <summary>After the text, or null.</summary>
    public PolicyTable? Table { get; init; }

    /// <summary>After everything else, each with what it is for (which can be empty).</summary>
    public IReadOnlyList<(string Before, string Address)> Mails { get; init; } = [];
}

/// <summary>A table; the first cell of a row is its head.</summary>
public sealed record PolicyTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows);
