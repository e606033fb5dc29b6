namespace Darkroom.Simulation.Tests;

/// <summary>
/// Bugs that the design guards against, planted on purpose: each is found, by the promise that it breaks. The product itself passes the seed that
/// found it, so that what was found is the bug.
/// </summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData("CaptureBeforeResultIsDurable", 10, "money is taken only for a result that is recorded and durable")]
    [InlineData("LeaseWithoutEpoch", 60, "only the worker that has the lease decides")]
    [InlineData("DeletionAndReceiptOutOfOrder", 10, "what is marked as forgotten is gone")]
    [InlineData("ReleaseIsNotIdempotent", 20, "a job is charged at most once", 4)]
    [InlineData("StaleHeadAccepted", 100, "credits are conserved")]
    [InlineData("SweepWithoutClaim", 300, "money is taken only for a result that is recorded and durable", 180)]
    public async Task A_planted_bug_is_found(string plant, int within, string promise, int first = 1)
    {
        var found = await Simulator.Run("--first", $"{first}", "--seeds", $"{within}", "--store", "model", "--plant", plant);
        found.ExitCode.ShouldBe(1, found.Text);
        found.Text.ShouldContain($"  {promise}");

        var sound = await Simulator.Run("--seed", $"{found.Seed}", "--store", "model");
        sound.ExitCode.ShouldBe(0, sound.Text);
    }
}
