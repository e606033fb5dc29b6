using System.Collections.Concurrent;
using k8s;
using k8s.Models;

namespace Darkroom.Manifests.Rendering;

/// <summary>The objects of one rendered overlay, typed; reading refuses fields that the types do not have. A test may change them.</summary>
internal sealed class Overlay
{
    private static readonly ConcurrentDictionary<string, Lazy<Overlay>> Untouched = new();

    private Overlay(string name, List<object> objects) => (Name, Objects) = (name, objects);

    /// <summary><c>dev</c> or <c>prod</c>.</summary>
    public string Name { get; }

    /// <summary>Everything, in the order of the file.</summary>
    public List<object> Objects { get; }

    /// <summary>An overlay as it is. Shared: only to read.</summary>
    public static Overlay Of(string name) => Untouched.GetOrAdd(name, key => new Lazy<Overlay>(() => Load(key))).Value;

    /// <summary>Renders and reads an overlay; each call gives objects of its own.</summary>
    public static Overlay Load(string name) => new(name, KubernetesYaml.LoadAllFromString(Kustomize.Render($"overlays/{name}"), strict: true));

    /// <summary>The objects of one kind.</summary>
    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    /// <summary>The object of a kind and a name; for names with a hash, their beginning.</summary>
    public T One<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> =>
        All<T>().Single(item => item.Name() == name || item.Name().StartsWith(name + "-", StringComparison.Ordinal) && item is V1ConfigMap);

    /// <summary>Everything that makes pods.</summary>
    public IEnumerable<Workload> Workloads =>
    [
        .. All<V1Deployment>().Select(deployment => new Workload(deployment.Name(), deployment.Spec.Template, deployment)),
        .. All<V1Job>().Select(job => new Workload(job.Name(), job.Spec.Template, null)),
    ];

    /// <summary>The workload of a name.</summary>
    public Workload Workload(string name) => Workloads.Single(workload => workload.Name == name);

    /// <summary>What a container's environment says, literals and configuration together; null for what comes from elsewhere.</summary>
    public Dictionary<string, string?> Environment(V1Container container)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var map in (container.EnvFrom ?? []).Select(from => All<V1ConfigMap>().Single(map => map.Name() == from.ConfigMapRef.Name)))
        {
            foreach (var (name, value) in map.Data) environment[name] = value;
        }

        foreach (var variable in container.Env ?? []) environment[variable.Name] = variable.ValueFrom is null ? variable.Value ?? "" : null;
        return environment;
    }
}

/// <summary>Something that makes pods.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Template">What its pods are.</param>
/// <param name="Deployment">Null for a Job.</param>
internal sealed record Workload(string Name, V1PodTemplateSpec Template, V1Deployment? Deployment)
{
    public V1PodSpec Pod => Template.Spec;

    public V1Container Container => Pod.Containers.Single();

    /// <summary>All containers, the initial ones as well.</summary>
    public IEnumerable<V1Container> Containers => [.. Pod.InitContainers ?? [], .. Pod.Containers];

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    public string Component => Labels["app.kubernetes.io/component"];

    /// <summary>Sets a variable to a literal.</summary>
    public void Set(string variable, string value)
    {
        Container.Env = [.. Container.Env.Where(item => item.Name != variable), new V1EnvVar { Name = variable, Value = value }];
    }
}
