namespace Darkroom.Drivers;

/// <summary>A gateway of a cluster.</summary>
/// <param name="settings">What all processes of the cluster have in common, and what this one has of its own.</param>
public sealed class GatewayProcess(IEnumerable<KeyValuePair<string, string>> settings) : DarkroomProcess("Darkroom.GatewayHost", [], settings);
