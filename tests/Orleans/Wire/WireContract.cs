using System.Globalization;
using System.Reflection;
using Orleans;

namespace Darkroom.Orleans.Tests;

/// <summary>
/// What processes of different versions have to agree on: of each message its alias and the numbers and types of its members, of each
/// grain interface its alias, its version and its methods. Names of types are not part of it, since the alias travels.
/// </summary>
internal static class WireContract
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] s_types = Assembly.Load("Darkroom.Grains").GetTypes();

    public static Type[] Messages { get; } = [.. s_types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false))];

    public static Type[] Interfaces { get; } =
        [.. s_types.Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))];

    public static IEnumerable<string> Lines() =>
        Messages.SelectMany(Message).Concat(Interfaces.SelectMany(Interface)).Order(StringComparer.Ordinal);

    /// <summary>The stored members of a message that have no number, and would be lost on the way.</summary>
    public static IEnumerable<string> Unnumbered(Type message) => message.IsEnum ? [] : message.GetFields(Declared)
        .Where(field => !field.IsDefined(typeof(NonSerializedAttribute)) && IdOf(field) is null)
        .Select(field => $"{message.FullName}.{field.Name}");

    public static IEnumerable<(string Name, uint Id, Type Type)> Members(Type message) => message.GetFields(Declared)
        .Where(field => IdOf(field) is not null)
        .Select(field => (PropertyOf(field)?.Name ?? field.Name, IdOf(field)!.Value, field.FieldType))
        .OrderBy(member => member.Item2);

    public static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(false)?.Alias;

    private static IEnumerable<string> Message(Type type)
    {
        var alias = Alias(type) ?? $"(no alias) {type.FullName}";
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => string.Create(
                CultureInfo.InvariantCulture, $"enum {alias} : {Name(Enum.GetUnderlyingType(type))} {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture),3} {name}"));
        }

        var above = type.BaseType is { } up && Messages.Contains(up) ? $" : {Alias(up)}" : "";
        return Members(type)
            .Select(member => string.Create(CultureInfo.InvariantCulture, $"message {alias} #{member.Id,2} {Name(member.Type)} {member.Name}"))
            .Append($"message {alias}{above}");
    }

    private static IEnumerable<string> Interface(Type type)
    {
        var alias = Alias(type) ?? $"(no alias) {type.FullName}";
        var version = type.GetCustomAttribute<global::Orleans.CodeGeneration.VersionAttribute>()?.Version ?? 0;
        return type.GetMethods()
            .Select(method => $"grain {alias} {Alias(method) ?? $"(no alias) {method.Name}"}({string.Join(", ", method.GetParameters().Select(each => Name(each.ParameterType)))}) {Name(method.ReturnType)}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"grain {alias} version {version}"));
    }

    private static uint? IdOf(FieldInfo field) => (field.GetCustomAttribute<IdAttribute>() ?? PropertyOf(field)?.GetCustomAttribute<IdAttribute>())?.Id;

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Declared) : null;

    private static string Name(Type type)
    {
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value)}?";
        var name = Alias(type) ?? type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
