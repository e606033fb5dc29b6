using System.Diagnostics;

namespace Darkroom.Imaging.Tests;

public sealed class PoolTests
{
    [Fact]
    public async Task A_picture_goes_through_a_child_process()
    {
        await using var engine = Engine.Start();

        var output = await engine.Make("resize", """{"width":256}""", Photos.Rocket);

        output.ShouldSatisfyAllConditions(
            () => output.Type.ShouldBe("image/jpeg"),
            () => output.Extension.ShouldBe("jpg"),
            () => (output.Width, output.Height).ShouldBe((256, 171)));
        engine.Idle.ShouldHaveSingleItem().ShouldNotBe(Environment.ProcessId);
    }

    [Fact]
    public async Task A_child_that_was_killed_while_it_waited_is_replaced()
    {
        await using var engine = Engine.Start();
        await engine.WarmUp(CancellationToken.None);
        var first = engine.Idle.ShouldHaveSingleItem();

        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await engine.Make("resize", """{"width":64}""", Photos.Rocket);
        engine.Idle.ShouldHaveSingleItem().ShouldNotBe(first);
    }
}
