using k8s.Models;
using static Darkroom.Manifests.Mutations.Mutation;

namespace Darkroom.Manifests.Mutations;

/// <summary>Mistakes at the way in.</summary>
internal static class IngressMutations
{
    private const string HaProxy = "haproxy-ingress.github.io/";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        In<V1Service>("there is one way in", "a load balancer of its own", "gateway", service => service.Spec.Type = "LoadBalancer"),
        Ingress("every host is served over TLS only", "no certificate", ingress => ingress.Spec.Tls = null),
        Ingress("every host is served over TLS only", "for another host", ingress => ingress.Spec.Tls[0].Hosts[0] = "other.example.org"),
        Ingress("every host is served over TLS only", "any host", ingress => ingress.Spec.Rules[0].Host = null),
        Ingress("every host is served over TLS only", "no redirect", ingress => ingress.Metadata.Annotations[HaProxy + "ssl-redirect"] = "false"),
        Ingress("browsers are told to come back over TLS", "untold", ingress => ingress.Metadata.Annotations.Remove(HaProxy + "hsts")),
        Ingress("browsers are told to come back over TLS", "for an hour", ingress => ingress.Metadata.Annotations[HaProxy + "hsts-max-age"] = "3600"),
        Ingress("the largest upload of any brand fits", "as large and no form around it", ingress => ingress.Metadata.Annotations[HaProxy + "proxy-body-size"] = "50m"),
        Ingress("neither uploads nor events are held up on a disk", "by nginx", ingress => ingress.Spec.IngressClassName = "nginx"),
        Ingress("an event stream outlives its silences", "ten seconds", ingress => ingress.Metadata.Annotations[HaProxy + "timeout-server"] = "10s"),
        Ingress("it leads to the gateway", "to nothing", ingress => ingress.Spec.Rules[0].Http.Paths[0].Backend.Service.Name = "silo"),
    ];

    private static Mutation Ingress(string rule, string mistake, Action<V1Ingress> make) => In(rule, mistake, "gateway", make);
}
