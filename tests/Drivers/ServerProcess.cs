namespace Darkroom.Drivers;

/// <summary>Silo, worker and gateway in one process, over a data folder that outlives it.</summary>
public sealed class ServerProcess : DarkroomProcess
{
    public ServerProcess(string dataFolder, IReadOnlyDictionary<string, string>? settings = null)
        : base("Darkroom.Silo", [], settings ?? new Dictionary<string, string>())
    {
        DataFolder = dataFolder;
        Set("DARKROOM_DATA", dataFolder);
    }

    public string DataFolder { get; }
}
