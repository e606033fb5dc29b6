using Darkroom.Manifests.Rendering;
using k8s;
using k8s.Models;

namespace Darkroom.Manifests.Mutations;

/// <summary>A mistake that somebody could make, and the rule that has to notice it.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Mistake">What is done, in a few words.</param>
/// <param name="Make">Does it.</param>
/// <param name="Overlay">Where.</param>
internal sealed record Mutation(string Rule, string Mistake, Action<Overlay> Make, string Overlay = "prod")
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } = [.. PodMutations.All, .. SecretMutations.All, .. ClusterMutations.All, .. NetworkMutations.All, .. IngressMutations.All];

    /// <summary>A mistake in one workload's pods.</summary>
    public static Mutation InPod(string rule, string mistake, string workload, Action<V1PodSpec> make, string overlay = "prod") =>
        new(rule, mistake, objects => make(objects.Workload(workload).Pod), overlay);

    /// <summary>A mistake in one workload's container.</summary>
    public static Mutation InContainer(string rule, string mistake, string workload, Action<V1Container> make, string overlay = "prod") =>
        new(rule, mistake, objects => make(objects.Workload(workload).Container), overlay);

    /// <summary>A mistake in an object of a kind and a name.</summary>
    public static Mutation In<T>(string rule, string mistake, string name, Action<T> make, string overlay = "prod")
        where T : IKubernetesObject<V1ObjectMeta> => new(rule, mistake, objects => make(objects.One<T>(name)), overlay);

    /// <summary>An object that is left out.</summary>
    public static Mutation Without<T>(string rule, string name, string overlay = "prod")
        where T : IKubernetesObject<V1ObjectMeta> => new(rule, $"no {typeof(T).Name[2..]} {name}", objects => objects.Objects.Remove(objects.One<T>(name)), overlay);
}
