namespace Darkroom.Brands;

/// <summary>What a brand tells people about their data. Immutable.</summary>
/// <param name="Updated">When the policy was last updated.</param>
/// <param name="Notice">How long before a change people are told; null where the page alone tells them.</param>
/// <param name="Support">Where people ask for help; null: at the contact.</param>
/// <param name="Data">Kinds of data, each with its purposes and its rule.</param>
/// <param name="Rights">What people can ask for, with the time for the answer.</param>
/// <param name="Cookies">Every cookie, those that are set only with consent among them.</param>
public sealed record PrivacyFacts(
    DateOnly Updated, PolicyNotice? Notice, string? Support, IReadOnlyList<DataUse> Data, IReadOnlyList<PersonRight> Rights, IReadOnlyList<Cookie> Cookies)
{
    /// <summary>Nothing is said.</summary>
    public static PrivacyFacts None { get; } = new(DateOnly.MinValue, null, null, [], [], []);
}

/// <summary>How long before it takes effect a change of the policy is told.</summary>
/// <param name="Days">0: with its publication.</param>
public sealed record PolicyNotice(int Days, string Clause);

/// <summary>A kind of data and what it is for.</summary>
/// <param name="Kind">One of <see cref="DataKind.All"/>.</param>
/// <param name="Purposes">Of <see cref="DataKind.Purposes"/>.</param>
/// <param name="Rule">The name of the rule in the file's <c>retention</c> that ends it.</param>
public sealed record DataUse(string Kind, IReadOnlyList<string> Purposes, string Rule);

/// <summary>Something that people can ask for.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Longest">Until the answer.</param>
/// <param name="Clause">The promise behind it; null where the law alone gives the right.</param>
public sealed record PersonRight(string Name, Period Longest, string? Clause)
{
    /// <summary>Every right there is, in the order in which they are told.</summary>
    public static IReadOnlyList<string> Names { get; } = ["access", "rectification", "erasure", "portability", "restriction", "objection", "withdrawal"];
}

/// <summary>A cookie.</summary>
/// <param name="Name">As the browser shows it; under TLS the session's has the prefix <c>__Host-</c>.</param>
/// <param name="Purpose">One of <see cref="Purposes"/>.</param>
/// <param name="IsEssential">Set without asking, because the service does not work as asked for without it.</param>
/// <param name="Longest">How long a browser keeps it at most.</param>
public sealed record Cookie(string Name, string Purpose, bool IsEssential, TimeSpan Longest)
{
    /// <summary>What cookies can be for.</summary>
    public static IReadOnlyList<string> Purposes { get; } = ["session", "preferences", "analytics", "advertising"];
}
