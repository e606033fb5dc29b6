using System.Reflection;
using Darkroom.Drivers;

namespace Darkroom.Orleans.Tests;

/// <summary>Each semantic has a test, and the table in the README of the stand-in names the tests that there are.</summary>
public sealed class SemanticsTests
{
    private static readonly string[] s_semantics = [.. typeof(Semantics).GetFields()
        .Where(field => field.Name != nameof(Semantics.Trait)).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void The_table_of_the_readme_names_the_tests_of_every_semantic()
    {
        s_semantics.ShouldNotBeEmpty();
        var readme = File.ReadAllLines(Path.Combine(Repository.Root, "standins", "Orleans", "README.md"));
        readme.SkipWhile(line => line != "## Semantics").Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .ShouldBe(s_semantics.Select(semantic => $"| {semantic} | {Names(semantic)} |"));
    }

    private static string Names(string semantic)
    {
        var tests = typeof(SemanticsTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttributesData()
            .Any(each => each.AttributeType == typeof(TraitAttribute) && each.ConstructorArguments.Select(argument => (string)argument.Value!).SequenceEqual([Semantics.Trait, semantic])));
        var names = tests.Select(test => $"`{test.DeclaringType!.Name}.{test.Name}`").Order(StringComparer.Ordinal).ToArray();
        names.ShouldNotBeEmpty(semantic);
        return string.Join(", ", names);
    }
}
