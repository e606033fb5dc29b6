namespace Darkroom.Storage.Tests;

/// <summary>A clock that only moves when it is told to.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public override DateTimeOffset GetUtcNow() => now;

    public void MoveTo(DateTimeOffset time) => now = time;

    public void Advance(TimeSpan by) => now += by;
}
