using Orleans.InProcess;

namespace Orleans.Runtime;

/// <summary>Named values that flow along with grain calls, and not back. They must be fit to travel like arguments.</summary>
public static class RequestContext
{
    internal const string ReentrancyKey = "#CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> s_values = new();

    /// <summary>The call chain whose calls may come back into grains that allowed it; empty: none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty) Remove(ReentrancyKey);
            else Set(ReentrancyKey, value);
        }
    }

    public static IEnumerable<string> Keys => s_values.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => s_values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The values as they are now. They are never changed in place.</summary>
    internal static Dictionary<string, object>? Current
    {
        get => s_values.Value;
        set => s_values.Value = value;
    }

    /// <summary>Until disposed, calls that this grain's calls lead to may come back into this activation.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new ReentrancySection(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Until disposed, calls of this chain may not come back.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    public static object? Get(string key) => s_values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value)
    {
        var values = s_values.Value is { } old ? new Dictionary<string, object>(old) : new Dictionary<string, object>(1);
        values[key] = value;
        s_values.Value = values;
    }

    public static bool Remove(string key)
    {
        if (s_values.Value is not { } old || !old.ContainsKey(key)) return false;
        var values = new Dictionary<string, object>(old);
        values.Remove(key);
        s_values.Value = values.Count == 0 ? null : values;
        return true;
    }

    public static void Clear() => s_values.Value = null;

    /// <summary>A stretch of a turn in which the rule for the call chain differs. Dispose it in the same turn's flow.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _within;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _within = newReentrancyId;
            if (_within != _original) ReentrancyId = _within;
            if (_within != Guid.Empty) RuntimeContext.Current?.EnterReentrantSection(_within);
        }

        public void Dispose()
        {
            if (_within != Guid.Empty) RuntimeContext.Current?.ExitReentrantSection(_within);
            if (_within != _original) ReentrancyId = _original;
        }
    }
}
