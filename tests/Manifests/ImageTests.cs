using Darkroom.Drivers;
using Darkroom.Manifests.Images;
using Darkroom.Manifests.Rendering;

namespace Darkroom.Manifests;

/// <summary>The Dockerfiles keep our rules, fit the manifests, and each mistake is noticed.</summary>
public sealed class ImageTests
{
    private const string Silo = "silo/Host/Dockerfile";

    public static IEnumerable<object[]> Files() => Dockerfiles().Select(file => new object[] { file });

    [Theory]
    [MemberData(nameof(Files))]
    public void Follows_the_rules(string file) => ImageRules.Problems(Read(file)).ShouldBeEmpty();

    [Fact]
    public void Every_image_of_the_manifests_is_built_and_runs_as_the_pods_do()
    {
        var stages = Dockerfiles().SelectMany(file => Dockerfile.Parse(Read(file))).Where(stage => stage.Runs).ToDictionary(stage => stage.Name);
        foreach (var workload in new[] { "dev", "prod" }.SelectMany(overlay => Overlay.Of(overlay).Workloads))
        {
            var stage = stages[workload.Container.Image.Split('/')[^1].Split(':')[0]];
            stage.Last("USER").ShouldBe($"{workload.Pod.SecurityContext.RunAsUser}");
            (workload.Container.Ports ?? []).Select(port => $"{port.ContainerPort}").ShouldBeSubsetOf(stage.Last("EXPOSE")!.Split(' '));
        }
    }

    [Theory]
    [InlineData("aspnet:10.0-noble AS silo", "aspnet:latest AS silo", "has no version")]
    [InlineData("--from=mcr.microsoft.com/dotnet/aspnet:10.0-noble", "--from=mcr.microsoft.com/dotnet/aspnet", "has no version")]
    [InlineData("USER 1654", "USER app", "runs as app")]
    [InlineData("USER 1654\n", "", "runs as root")]
    [InlineData("USER 1654\n", "USER 1654\nRUN touch /app/x\n", "makes files after")]
    [InlineData("STOPSIGNAL SIGTERM\n", "", "not stopped by SIGTERM")]
    [InlineData("[\"dotnet\", \"Darkroom.Silo.dll\"]", "dotnet Darkroom.Silo.dll", "not started as dotnet")]
    [InlineData("[\"dotnet\", \"Darkroom.Silo.dll\"]", "[\"dotnet\", \"Darkroom.Host.dll\"]", "published by no stage")]
    [InlineData("COPY --from=build-cpu /app ./", "", "holds no program")]
    [InlineData("COPY grains/ grains/", "", "grains/Darkroom.Grains.csproj is not copied")]
    [InlineData("COPY grains/ grains/", "COPY grain/ grains/", "there is no grain/")]
    [InlineData("COPY grains/ grains/", "COPY grains/ tests/ ./", ".dockerignore keeps tests/ away")]
    [InlineData("publish silo/Host/Darkroom.Silo.csproj", "publish silo/Darkroom.Silo.csproj", "there is no silo/Darkroom.Silo.csproj")]
    [InlineData("RUN dotnet restore silo", "RUN dotnet build silo", "is not restored")]
    [InlineData(" STRIPE=real", "", "STRIPE may be a stand-in")]
    [InlineData("RUN node build/models.mjs", "RUN curl -O https://models.example.org/isnet.onnx", "fetches unchecked")]
    [InlineData("EXPOSE 8080", "HEALTHCHECK CMD true\nEXPOSE 8080", "HEALTHCHECK is not for us")]
    [InlineData("COPY brands/ brands/", "ADD https://example.org/brands.tar brands/", "ADD is not for us")]
    public void A_mistake_is_noticed(string right, string wrong, string problem)
    {
        var text = Read(Silo);
        text.ShouldContain(right);
        ImageRules.Problems(text.Replace(right, wrong, StringComparison.Ordinal)).ShouldContain(item => item.Contains(problem, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Dockerfiles() => new[] { "silo", "client" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "Dockerfile*", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));
}
