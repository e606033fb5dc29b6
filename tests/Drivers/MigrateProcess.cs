namespace Darkroom.Drivers;

/// <summary><c>darkroom migrate</c>, which ends by itself.</summary>
/// <param name="settings">What all processes of the cluster have in common.</param>
public sealed class MigrateProcess(IEnumerable<KeyValuePair<string, string>> settings) : DarkroomProcess("Darkroom.Silo", ["migrate"], settings)
{
    /// <summary>Runs it to its end; answers the exit code.</summary>
    public Task<int> Run()
    {
        Launch();
        return Ended();
    }
}
