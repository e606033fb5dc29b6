using Orleans;

namespace Darkroom.Storage.Tests.Orleans;

/// <summary>A test of what only Orleans itself does; the stand-in has one process and no cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrleansFactAttribute : FactAttribute
{
    public OrleansFactAttribute()
    {
        if (typeof(Grain).Assembly.GetName().Name!.StartsWith("Darkroom", StringComparison.Ordinal))
        {
            Skip = "Built with the stand-in of Orleans.";
        }
    }
}
