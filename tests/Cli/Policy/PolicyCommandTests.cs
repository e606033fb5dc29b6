using System.Text.Json;
using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Drivers;

namespace Darkroom.Cli.Tests.Policy;

/// <summary>What operators and lawyers get who ask about brand files on a command line.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private static readonly string Brands = Path.Combine(Repository.Root, "brands");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-policy-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Files_that_are_right_are_named()
    {
        (await Run("policy", "check", "--brands", Brands, "--development")).ShouldBe((0, "The brand files are right: imgauth, nanogpt, passme, picfre, pixreunion.\n", ""));
    }

    [Fact]
    public async Task Files_that_are_not_right_are_told_as_a_start_would()
    {
        Copy("clauses.json");
        Copy("pixreunion.json", file =>
        {
            file["retention"]!["inputs"]!["longest"] = "P40D";
            file["tools"]!["levitate"] = new JsonObject { ["price"] = 1 };
            file["cookies"] = new JsonArray();
        });
        var (code, output, _) = await Run("policy", "check", "--brands", folder.FullName);
        code.ShouldBe(3);
        output.ShouldContain("brands/pixreunion.json: $.retention.inputs.longest: 'P40D' is longer than PIX-18 promises (P30D); shorten it.\n");
        output.ShouldContain("brands/pixreunion.json: $.tools.levitate: there is no such tool");

        // What only shows once the files themselves make sense: contacts, and what the gateway sets.
        Copy("pixreunion.json", file => file["cookies"] = new JsonArray());
        (await Run("policy", "check", "--brands", folder.FullName)).Output.ShouldContain("$.cookies: 'darkroom-session' is set and not listed");
        File.Delete(Path.Combine(folder.FullName, "pixreunion.json"));
        Copy("nanogpt.json");
        var json = await Run("policy", "check", "--brands", folder.FullName, "--json");
        json.Code.ShouldBe(3);
        var document = JsonElement.Parse(json.Output);
        document.GetProperty("right").GetBoolean().ShouldBeFalse();
        document.GetProperty("problems")[0].GetString().ShouldNotBeNull().ShouldContain("brands/nanogpt.json: $.contact: ");
    }

    [Fact]
    public async Task A_page_is_rendered_as_text_and_as_the_gateway_serves_it()
    {
        var (code, text, _) = await Run("policy", "render", "nanogpt", "--brands", Brands, "--language", "en", "--page", "recipients");
        code.ShouldBe(0);
        text.ShouldStartWith("Recipients\n==========\n\nLast updated 28 November 2025. In force in version 2025-11-28.");
        text.ShouldContain("* Creem\n  What for: payments\n  Is given: what the payment needs; we never see a card number\n  Where: Estonia, in the European Economic Area\n");
        var (htmlCode, html, _) = await Run("policy", "render", "nanogpt", "--brands", Brands, "--format", "html");
        htmlCode.ShouldBe(0);
        html.ShouldStartWith("<!DOCTYPE html>");
        html.ShouldContain("<html lang=\"sv\">");
        html.ShouldContain("mailto:privacy@localhost");
    }

    [Theory]
    [InlineData("nobody", "sv", "There is no brand 'nobody'; there are: imgauth, nanogpt")]
    [InlineData("nanogpt", "fi", "NanoGPT does not speak 'fi'; it speaks: sv, ")]
    public async Task What_cannot_be_rendered_is_said(string brand, string language, string reason)
    {
        var (code, _, error) = await Run("policy", "render", brand, "--language", language, "--brands", Brands);
        code.ShouldBe(1);
        error.ShouldStartWith(reason);
    }

    [Fact]
    public async Task A_changed_file_is_told_by_what_it_means_for_people()
    {
        Copy("pixreunion.json", file =>
        {
            file["retention"]!["inputs"]!["longest"] = "P10D";
            file["retention"]!["jobRecords"]!["longest"] = "P20D";
            file["policy"]!["notice"]!["days"] = 30;
            file["policy"]!["minimumAge"] = 18;
            ((JsonObject)file["rights"]!).Remove("objection");
            file["rights"]!["access"]!["longest"] = "P7D";
            file["recipients"]!.AsArray().RemoveAt(1);
            file["recipients"]![1]!["name"] = "Fast Pictures";
            file["recipients"]![1]!["country"] = "IN";
            file["recipients"]![1]!["safeguard"] = "scc";
            file["data"]!["pictures"]!["purposes"]!.AsArray().Add("improvement");
            file["cookies"]!.AsArray().Add(JsonNode.Parse("""{"name":"_ga","purpose":"analytics","essential":false,"longest":"P30D"}"""));
        });
        var (code, output, error) = await Diff("pixreunion.json");
        code.ShouldBe(0, error);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([
            "weaker   pictures: also used for improvement.",
            "weaker   Fast Pictures (computing): new recipient, is given pictures in IN (scc).",
            "weaker   objection: no longer a right.",
            "weaker   cookie _ga: new, for analytics, with consent.",
            "stronger uploaded pictures: kept 10 days instead of 30 days at most.",
            "stronger facts of jobs: kept 20 days instead of 30 days at most.",
            "stronger Google Cloud (hosting): no longer a recipient.",
            "stronger computing (nobody yet): no longer a recipient.",
            "stronger access: answered within 7 days instead of 1 month.",
            "stronger changes: told 30 instead of 14 days before.",
            "stronger age: from 18 instead of 16 years: younger people are kept out.",
        ]);
    }

    [Fact]
    public async Task The_same_change_the_other_way_round_is_the_opposite()
    {
        Copy("picfre.json", file =>
        {
            file["retention"]!["spending"]!["longest"] = "P1M";
            file["recipients"]![0]!["receives"]!.AsArray().Add("account");
            file["rights"]!["access"]!["longest"] = "P14D";
        });
        var there = (await Diff("picfre.json")).Output;
        var back = (await Run("policy", "diff", Path.Combine(folder.FullName, "picfre.json"), Path.Combine(Brands, "picfre.json"), "--brands", Brands)).Output;
        there.ShouldContain("stronger details of spending: kept 1 month instead of 3 months.");
        back.ShouldContain("weaker   details of spending: kept 3 months instead of 1 month.");
        there.ShouldContain("weaker   Google Customer Match (advertising): is also given account.");
        back.ShouldContain("stronger Google Customer Match (advertising): is no longer given account.");
        back.ShouldContain("weaker   access: answered within 1 month instead of 14 days.");
        Copy("nanogpt.json");
        (await Diff("nanogpt.json")).Output.ShouldBe("Nothing changes for people.\n");
    }

    [Fact]
    public async Task The_program_itself_says_the_same()
    {
        using var program = new System.Diagnostics.Process();
        program.StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "darkroom.dll"), "policy", "check", "--development", "--brands", Brands]) { RedirectStandardOutput = true };
        program.Start();
        var said = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        (program.ExitCode, said).ShouldBe((0, "The brand files are right: imgauth, nanogpt, passme, picfre, pixreunion.\n"));
    }

    private Task<(int Code, string Output, string Error)> Diff(string file) =>
        Run("policy", "diff", Path.Combine(Brands, file), Path.Combine(folder.FullName, file), "--brands", Brands);

    private void Copy(string name, Action<JsonNode>? change = null)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Brands, name)))!;
        change?.Invoke(file);
        File.WriteAllText(Path.Combine(folder.FullName, name), file.ToJsonString());
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.Run(args, output, error), output.ToString(), error.ToString());
    }
}
