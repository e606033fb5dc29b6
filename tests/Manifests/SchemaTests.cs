using Darkroom.Drivers;
using Darkroom.Manifests.Rendering;

namespace Darkroom.Manifests;

/// <summary>The check against Kubernetes' schemas (<c>build/manifests/validate.mjs</c>): everything passes, and mistakes do not.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("overlays/dev")]
    [InlineData("overlays/prod")]
    [InlineData("cert-manager")]
    public void Every_object_is_valid(string folder)
    {
        var rendered = Kustomize.Render(folder);
        var (code, text, errors) = Validate(rendered);
        errors.ShouldBeEmpty();
        text.Trim().ShouldBe($"{rendered.Split("\n---\n").Length} objects valid, 0 invalid");
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData("overlays/prod", "readOnlyRootFilesystem", "readOnlyRootFilesytem", "readOnlyRootFilesytem is no field")]
    [InlineData("overlays/prod", "minReadySeconds: 10", "minReadySeconds: soon", "must be integer")]
    [InlineData("overlays/prod", "pathType: Prefix", "pathTyp: Prefix", "required property pathType")]
    [InlineData("overlays/prod", "kind: Ingress\n", "kind: Ingres\n", "no schema for networking.k8s.io/v1 Ingres")]
    [InlineData("overlays/prod", "  name: dns\n", "  name: deny-all\n", "there twice")]
    [InlineData("overlays/prod", "maxUnavailable: 1\n", "maxUnavailable: 1\n  maximumUnavailable: 1\n", "maximumUnavailable is no field")]
    [InlineData("cert-manager", "isCA: true", "isCa: true", "isCa is no field")]
    [InlineData("cert-manager", "isCA: true", "isCA: [", "Flow sequence")]
    public void A_mistake_is_not(string folder, string right, string wrong, string problem)
    {
        var rendered = Kustomize.Render(folder);
        rendered.ShouldContain(right);
        var (code, text, errors) = Validate(rendered.Replace(right, wrong, StringComparison.Ordinal));
        errors.ShouldContain(problem, customMessage: text);
        code.ShouldBe(1);
    }

    [Fact]
    public void Nothing_at_all_is_no_success() => Validate("").Code.ShouldBe(1);

    private static (int Code, string Text, string Errors) Validate(string yaml) =>
        Kustomize.Tell("node", yaml, Path.Combine(Repository.Root, "build", "manifests", "validate.mjs"), "-");
}
