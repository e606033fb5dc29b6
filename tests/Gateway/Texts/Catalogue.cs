using Darkroom.Texts;

namespace Darkroom.Gateway.Tests.Texts;

/// <summary>Every text that people read, as the service loads it.</summary>
internal static class Catalogue
{
    public static TextCatalogues All { get; } = TextCatalogues.Load(typeof(TextCatalogues).Assembly, typeof(GatewayEndpoints).Assembly);

    /// <summary>The keys, which are the same in every language: <c>area.key</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. All["en"].Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Languages { get; } = [.. All.Languages];
}
