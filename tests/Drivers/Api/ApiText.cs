using System.Reflection;

namespace Darkroom.Drivers.Api;

/// <summary>The public and protected members of types as lines of text, for comparing one assembly with another.</summary>
public static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All of some types. Each line is a type, a colon and one member of it.</summary>
    public static IEnumerable<string> Of(IEnumerable<Type> types) =>
        types.SelectMany(type => type.GetMembers(Declared).Where(member => member is not Type).Select(Of).Append(Of(type))).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>The line of one type or member; null when it is not visible, or only overrides another.</summary>
    public static string? Of(MemberInfo member)
    {
        if (member is Type type) return Line(type, type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class");
        var text = member switch
        {
            FieldInfo { IsSpecialName: false } field when IsVisible(field) => $"{Name(field.FieldType)} {field.Name}",
            PropertyInfo property when property.GetMethod is { } get && IsVisible(get) && get.GetBaseDefinition() == get =>
                $"{Name(property.PropertyType)} {property.Name} {{ {(property.SetMethod is { } set && IsVisible(set) ? "get; set;" : "get;")} }}",
            ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
            MethodInfo { IsSpecialName: true } method when IsVisible(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) =>
                $"{Name(method.ReturnType)} {method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})",
            MethodInfo { IsSpecialName: false } method when IsVisible(method) && method.GetBaseDefinition() == method =>
                $"{Name(method.ReturnType)} {method.Name}{Arity(method)}({Parameters(method)})",
            _ => null,
        };
        return text is null ? null : Line(member.DeclaringType!, text);
    }

    private static string Line(Type type, string text) => $"{Name(type)}: {text}";

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) => type.ToString();
}
