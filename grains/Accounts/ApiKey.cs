namespace Darkroom.Accounts;

/// <summary>The state of an API key. Pure.</summary>
internal sealed record ApiKey
{
    public UserId User { get; init; }

    public string Id { get; init; } = "";

    public string[] Scopes { get; init; } = [];

    /// <summary>A day is enough to see whether a key is still needed, and costs one write a day.</summary>
    public DateOnly? LastUsedOn { get; init; }

    public ApiKey Use(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return LastUsedOn == today ? this : this with { LastUsedOn = today };
    }
}
