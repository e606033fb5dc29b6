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
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "models", "store");
            if (Directory.Exists(models)) return models;
        }

        return "";
    }
}
