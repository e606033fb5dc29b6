namespace Darkroom.Drivers;

/// <summary>Where the checkout is, found from the running test.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A sample photograph by file name.</summary>
    public static string Photo(string name) => Path.Combine(Root, "tests", "photos", name);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run from inside the checkout.");
    }
}
