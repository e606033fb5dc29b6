using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>Label selectors, as Kubernetes reads them (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/).</summary>
internal static class Labels
{
    /// <summary>Whether a selector takes something with these labels. An empty one takes everything, an absent one nothing.</summary>
    public static bool Match(V1LabelSelector? selector, IDictionary<string, string> labels) => selector is not null
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && (selector.MatchExpressions ?? []).All(wanted => Holds(wanted, labels.TryGetValue(wanted.Key, out var value) ? value : null));

    private static bool Holds(V1LabelSelectorRequirement wanted, string? value) => wanted.OperatorProperty switch
    {
        "In" => value is not null && wanted.Values.Contains(value),
        "NotIn" => value is null || !wanted.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        var other => throw new NotSupportedException($"selector operator {other}"),
    };
}
