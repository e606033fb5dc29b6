using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.InProcess;

/// <summary>
/// The members of an attributed type that travel, base types first. A member without an id is a mistake here: Orleans
/// would leave it behind without a word.
/// </summary>
internal static class ObjectModel
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <exception cref="CodecNotFoundException">The type may not travel, or one of its members has no id.</exception>
    public static FieldInfo[] FieldsOf(Type type)
    {
        var levels = new List<Type>();
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType) && level != typeof(Exception); level = level.BaseType)
            levels.Add(level);
        levels.Reverse();
        return [.. levels.SelectMany(level => FieldsOfLevel(level, type))];
    }

    private static IEnumerable<FieldInfo> FieldsOfLevel(Type level, Type of)
    {
        var definition = level.IsGenericType ? level.GetGenericTypeDefinition() : level;
        if (definition.GetCustomAttribute<GenerateSerializerAttribute>(false) is not { } attribute)
        {
            // A framework base keeps its own state, which the codecs of Orleans know.
            if (level != of && typeof(Exception).IsAssignableFrom(level) && ExceptionRules.IsOfTheFramework(level)) yield break;
            throw new CodecNotFoundException(level == of
                ? $"{Name(of)} may not travel in grain calls: it has no [GenerateSerializer]."
                : $"{Name(of)} may not travel in grain calls: its base {Name(level)} has no [GenerateSerializer].");
        }

        var parameters = PrimaryParameters(level, attribute);
        var seen = new Dictionary<(bool FromConstructor, uint Id), string>();
        foreach (var field in level.GetFields(Declared))
        {
            if (field.IsDefined(typeof(NonSerializedAttribute))) continue;
            var name = MemberName(field.Name);
            var property = name == field.Name ? null : level.GetProperty(name, Declared);
            var id = field.GetCustomAttribute<IdAttribute>() ?? property?.GetCustomAttribute<IdAttribute>();
            var position = property is null ? -1 : Array.IndexOf(parameters, name);
            var byItself = attribute.GenerateFieldIds == GenerateFieldIds.PublicProperties && property?.GetMethod?.IsPublic == true;
            if (id is null && position < 0 && !byItself)
                throw new CodecNotFoundException($"{Name(level)}.{name} has no [Id]: it would be lost on the way. Give it one, or [NonSerialized].");
            var key = id is not null ? (false, id.Id) : (true, (uint)Math.Max(position, 0));
            if (!byItself && !seen.TryAdd(key, name))
                throw new CodecNotFoundException($"{Name(level)}.{name} has the same [Id({key.Item2.ToString(CultureInfo.InvariantCulture)})] as {seen[key]}.");
            yield return field;
        }
    }

    /// <summary>The parameters of a record's primary constructor: they have ids by their position.</summary>
    private static string[] PrimaryParameters(Type type, GenerateSerializerAttribute attribute)
    {
        var isRecord = type.GetMethod("PrintMembers", Declared) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute));
        if (!isRecord && !attribute.IncludePrimaryConstructorParameters) return [];
        return type.GetConstructors(Declared)
            .Select(constructor => constructor.GetParameters())
            .Where(parameters => parameters.All(parameter => parameter.ParameterType != type
                && type.GetProperty(parameter.Name!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is { } property
                && property.PropertyType == parameter.ParameterType))
            .MaxBy(parameters => parameters.Length)
            ?.Select(parameter => parameter.Name!).ToArray() ?? [];
    }

    /// <summary>The property of a backing field, else the field itself.</summary>
    private static string MemberName(string field) =>
        field.StartsWith('<') && field.EndsWith(">k__BackingField", StringComparison.Ordinal) ? field[1..field.IndexOf('>', StringComparison.Ordinal)]
        : field.StartsWith('<') && field.EndsWith(">P", StringComparison.Ordinal) ? field[1..^2]
        : field;

    private static string Name(Type type) => type.FullName ?? type.Name;
}
