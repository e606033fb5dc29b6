using Darkroom.Drivers;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>The clock that the tests of forgetting move.</summary>
public sealed class ManualTimeTests
{
    [Fact]
    public async Task Who_looks_whether_his_time_has_come_finds_that_it_has()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(3));
        var due = time.GetUtcNow() + TimeSpan.FromMilliseconds(1500.7);
        var waits = 0;

        // As Orleans waits for a time: in whole milliseconds, and again while there is some of it left.
        var waiting = Task.Run(async () =>
        {
            for (; due - time.GetUtcNow() is { Ticks: > 0 } left; waits++)
            {
                waits.ShouldBeLessThan(1000);
                await Task.Delay(left, time);
            }
        });
        await Eventually.Is(() => Task.FromResult(Volatile.Read(ref waits)), 0);
        await Eventually.Is(() => Task.FromResult(waiting.IsCompleted), true, nudge: () => time.Advance(TimeSpan.FromSeconds(1)));
        await waiting;
        waits.ShouldBe(1);
    }
}
