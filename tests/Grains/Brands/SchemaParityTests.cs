using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Darkroom.Brands;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>What an editor completes by and what the cluster reads are the same fields.</summary>
public sealed class SchemaParityTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, "brand.schema.json"))).RootElement;
    private static readonly JsonSerializerOptions Json = new(BrandFile.Json) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [Fact]
    public void The_schema_and_the_reader_know_the_same_fields()
    {
        var both = new List<string>();
        Compare(typeof(BrandFile), Root, "$", both);
        both.Count.ShouldBeGreaterThan(50, "the comparison went through the whole file");
    }

    [Fact]
    public void Every_field_has_a_description()
    {
        var silent = new List<string>();
        Describe(Root, "$", silent);
        silent.ShouldBeEmpty();
    }

    private static void Compare(Type type, JsonElement schema, string path, List<string> seen)
    {
        schema = Resolve(schema);
        var info = Json.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                var read = info.Properties.ToDictionary(property => property.Name, property => property.PropertyType);
                var told = schema.GetProperty("properties").EnumerateObject().ToDictionary(each => each.Name, each => each.Value);
                told.Keys.ShouldBe(read.Keys, ignoreOrder: true, path);
                schema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse(path);
                foreach (var (name, member) in read)
                {
                    seen.Add($"{path}.{name}");
                    Compare(member, told[name], $"{path}.{name}", seen);
                }

                break;
            case JsonTypeInfoKind.Dictionary when schema.TryGetProperty("properties", out var known):
                foreach (var each in known.EnumerateObject())
                    Compare(info.ElementType!, each.Value, $"{path}.{each.Name}", seen);
                break;
            case JsonTypeInfoKind.Dictionary:
                Compare(info.ElementType!, schema.GetProperty("additionalProperties"), $"{path}.*", seen);
                break;
            case JsonTypeInfoKind.Enumerable:
                Compare(info.ElementType!, schema.GetProperty("items"), $"{path}[]", seen);
                break;
        }
    }

    private static void Describe(JsonElement schema, string path, List<string> silent)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var each in properties.EnumerateObject())
            {
                if (!each.Value.TryGetProperty("description", out _) && !Resolve(each.Value).TryGetProperty("description", out _))
                    silent.Add($"{path}.{each.Name}");
            }
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Value.ValueKind == JsonValueKind.Object)
                Describe(keyword.Value, $"{path}.{keyword.Name}", silent);
            else if (keyword.Value.ValueKind == JsonValueKind.Array)
                foreach (var part in keyword.Value.EnumerateArray())
                    Describe(part, $"{path}.{keyword.Name}[]", silent);
        }
    }

    private static JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(Root, (at, name) => at.GetProperty(name))
        : schema;
}
