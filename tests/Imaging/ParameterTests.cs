using System.Text.Json.Nodes;
using Darkroom.Tools;

namespace Darkroom.Imaging.Tests;

public sealed class ParameterTests
{
    [Fact]
    public void Defaults_are_filled_in_and_the_same_meaning_is_the_same_text()
    {
        var short_ = Check("resize", """{"width":100}""").ShouldBeOfType<ParameterCheck.Valid>().Normalized;
        var long_ = Check("resize", """{"quality":85,"format":"same","mode":"fit","enlarge":false,"width":100,"height":null}""").ShouldBeOfType<ParameterCheck.Valid>().Normalized;

        short_.ShouldBe(long_);
        ResizeParameters.Parse(short_).ShouldBe(new ResizeParameters(100, null, ResizeMode.Fit, false, OutputFormat.Same, 85));
    }

    [Theory]
    [InlineData("resize", """{"width":0}""", "width")]
    [InlineData("resize", """{"width":"100"}""", "width")]
    [InlineData("resize", """{}""", "width")]
    [InlineData("resize", """{"width":1,"mode":"crop"}""", "mode")]
    [InlineData("resize", """{"width":1,"quality":101}""", "quality")]
    [InlineData("resize", """{"width":1,"colour":"red"}""", "colour")]
    [InlineData("resize", """{"width":1,"enlarge":"yes"}""", "enlarge")]
    [InlineData("resize", """{"width":1,"width":2}""", "")]
    [InlineData("remove-background", """{"background":"#12345"}""", "background")]
    [InlineData("remove-background", """{"background":"blur\n"}""", "background")]
    [InlineData("remove-background", """{"format":"jpeg"}""", "format")]
    [InlineData("denoise", """{"strength":0.5}""", "strength")]
    public void Whatever_is_wrong_is_named(string tool, string given, string field) =>
        Check(tool, given).ShouldBeOfType<ParameterCheck.Invalid>().Errors.Keys.ShouldBe([field]);

    [Fact]
    public void Backgrounds_are_read()
    {
        Background("""{"background":"#20C040"}""").ShouldBe(new NewBackground.Colour(0x20, 0xC0, 0x40));
        Background("""{"background":"blur","blurStrength":7}""").ShouldBe(new NewBackground.Blur(7));
        Background("{}").ShouldBe(new NewBackground.Transparent());
    }

    [Fact]
    public void Every_tool_publishes_a_schema_whose_defaults_it_accepts()
    {
        foreach (var tool in ToolCatalog.All.Values)
        {
            var properties = tool.ParameterSchema["properties"]!.AsObject();
            var defaults = new JsonObject(properties.Where(property => property.Value!["default"] is not null)
                .Select(property => KeyValuePair.Create(property.Key, property.Value!["default"]?.DeepClone())));
            if (tool.Name == "resize") defaults["width"] = 10;

            tool.CheckParameters(defaults).ShouldBeOfType<ParameterCheck.Valid>(tool.Name);
            properties.ShouldAllBe(property => property.Value!["description"] != null);
        }
    }

    private static ParameterCheck Check(string tool, string given) => ToolCatalog.All[tool].CheckParameters((JsonObject)JsonNode.Parse(given)!);

    private static NewBackground Background(string given) =>
        RemoveBackgroundParameters.Parse(Check("remove-background", given).ShouldBeOfType<ParameterCheck.Valid>().Normalized).Background;
}
