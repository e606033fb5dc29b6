using System.Reflection;

namespace Darkroom.Imaging.Tests;

/// <summary>One pool with one child for all tests of a class: starting a runtime is most of a small test's time.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    /// <summary>The pool.</summary>
    public ImagingProcessPool Pool { get; } = Tests.Engine.Start(new ImagingOptions { Children = 1, Models = Models.Folder });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Pool.DisposeAsync();
}

/// <summary>The models that <c>make setup</c> has fetched.</summary>
internal static class Models
{
    private static readonly string Store =
        typeof(Models).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "ModelStore").Value!;

    /// <summary>Empty where they are missing: then only the tests that need them fail, with <c>model_missing</c>.</summary>
    public static string Folder => Directory.Exists(Store) ? Store : "";
}
