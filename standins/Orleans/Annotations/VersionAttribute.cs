namespace Orleans.CodeGeneration;

/// <summary>
/// The version of a grain interface: a silo whose interface has a lower one than the caller's is not given the call. Without effect in
/// this host, which is the only silo.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class VersionAttribute(ushort version) : Attribute
{
    public ushort Version { get; } = version;
}
