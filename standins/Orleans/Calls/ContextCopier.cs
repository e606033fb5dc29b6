using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Takes the request context along with a call: its values must be fit to travel, like arguments.</summary>
internal static class ContextCopier
{
    public static Dictionary<string, object>? Copy()
    {
        if (RequestContext.Current is not { Count: > 0 } values) return null;
        var copy = new Dictionary<string, object>(values.Count);
        foreach (var (key, value) in values) copy[key] = Copier<object>.Copy(value);
        return copy;
    }
}
