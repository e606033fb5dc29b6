using Darkroom.Brands;
using Darkroom.Texts;

namespace Darkroom.Gateway.Pages;

/// <summary>The pages that a brand file is told on: everything in them is read from what the cluster enforces.</summary>
public static class PolicyDocuments
{
    private static readonly Dictionary<string, Func<PolicyWords, PolicyDocument>> s_all = new()
    {
        ["privacy"] = PrivacyDocument.Write,
        ["cookies"] = CookieDocument.Write,
        ["recipients"] = RecipientDocument.Write,
        ["prices"] = PriceDocument.Write,
        ["age"] = AgeDocument.Write,
    };

    /// <summary>Their names, which are their paths as well.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Keys];

    /// <summary>Writes one.</summary>
    /// <param name="name">Of <see cref="Names"/>.</param>
    public static PolicyDocument Write(string name, BrandPolicy brand, TextCatalogue texts) => s_all[name](new PolicyWords(brand, texts));

    /// <summary>What a page is called.</summary>
    internal static string Title(string name, TextCatalogue texts) => name == "privacy" ? texts["page.nav.privacy"] : texts[$"policy.{name}"];

    /// <summary>When it was written and in which version, at the top of every page.</summary>
    internal static string Updated(PolicyWords words) =>
        $"{words.P("policy.updated", ("date", words.Date(words.Brand.Privacy.Updated)))} {words.T("privacy.version", ("version", words.Brand.PolicyVersion))}";
}
