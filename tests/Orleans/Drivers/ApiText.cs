using System.Reflection;

namespace Darkroom.Orleans.Tests;

/// <summary>The public and protected members of types as lines of text, for comparing one assembly with another.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Each line is a type, a colon and one member of it.</summary>
    public static IEnumerable<string> Of(IEnumerable<Type> types) =>
        types.SelectMany(type => MembersOf(type).Select(member => $"{Name(type)}: {member}")).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> MembersOf(Type type)
    {
        yield return type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
        foreach (var member in type.GetMembers(Declared))
        {
            var text = member switch
            {
                FieldInfo { IsSpecialName: false } field when IsVisible(field) => $"{Name(field.FieldType)} {field.Name}",
                PropertyInfo property when property.GetMethod is { } get && IsVisible(get) =>
                    $"{Name(property.PropertyType)} {property.Name} {{ {(property.SetMethod is { } set && IsVisible(set) ? "get; set;" : "get;")} }}",
                ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
                MethodInfo { IsSpecialName: false } method when IsVisible(method) && method.GetBaseDefinition() == method =>
                    $"{Name(method.ReturnType)} {method.Name}{Arity(method)}({Parameters(method)})",
                _ => null,
            };
            if (text is not null) yield return text;
        }
    }

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) => type.ToString();
}
