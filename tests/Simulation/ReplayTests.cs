namespace Darkroom.Simulation.Tests;

/// <summary>A seed says everything: the same one gives the same history, in another process too, and another one another.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData("model")]
    [InlineData("sqlite")]
    public async Task The_same_seeds_have_the_same_history_in_another_process(string store)
    {
        var runs = await Task.WhenAll(Histories(store), Histories(store));
        runs[0].Length.ShouldBe(4);
        runs[0].ShouldBe(runs[1]);
        runs[0].Select(line => line.Split(' ')[2]).Distinct().Count().ShouldBe(4, "other seeds, other histories");
    }

    [Fact]
    public async Task A_broken_promise_names_itself_and_its_options_and_is_seen_again_by_the_command_that_it_prints()
    {
        string[] plant = ["--plant", "StaleHeadAccepted", "--store", "model"];
        var first = await Simulator.Run(["--seeds", "100", .. plant]);
        first.ExitCode.ShouldBe(1);
        first.Text.ShouldContain("options: silos=");
        first.Text.ShouldContain("history, its end");
        first.Text.ShouldContain($"again: make simulate SEED={first.Seed} STORE=model PLANT=StaleHeadAccepted");

        var again = await Simulator.Run(["--seed", $"{first.Seed}", .. plant]);
        again.ExitCode.ShouldBe(1);
        (again.Seed, again.Hash).ShouldBe((first.Seed, first.Hash));
    }

    [Theory]
    [InlineData("--seeds", "none")]
    [InlineData("--plant", "Weeds")]
    [InlineData("--without", "MessageLost,Rain")]
    public async Task Arguments_that_make_no_sense_are_refused(string name, string value)
    {
        var run = await Simulator.Run(name, value);
        run.ExitCode.ShouldBe(2);
        run.Text.ShouldContain("--seeds N");
    }

    private static async Task<string[]> Histories(string store)
    {
        var run = await Simulator.Run("--first", "3", "--seeds", "4", "--hashes", "--store", store);
        run.ExitCode.ShouldBe(0, run.Text);
        return [.. run.Text.Split('\n').Where(line => line.StartsWith("seed ", StringComparison.Ordinal))];
    }
}
