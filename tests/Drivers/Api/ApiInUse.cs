using System.Reflection;
using System.Reflection.Emit;

namespace Darkroom.Drivers.Api;

/// <summary>What our assemblies use of a package: read from the code that was compiled, so that no list can forget any of it.</summary>
public static class ApiInUse
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The lines, as <see cref="ApiText"/> writes them, of the package's types and members that the assemblies use. What a code generator wrote is left out.</summary>
    /// <param name="isPackage">Whether an assembly, by its name, belongs to the package.</param>
    public static IEnumerable<string> Of(IEnumerable<Assembly> assemblies, Func<string, bool> isPackage) =>
        assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !IsGenerated(type))
            .SelectMany(UsedBy)
            .Select(Definition)
            .Where(member => isPackage(member.Module.Assembly.GetName().Name!))
            .SelectMany(member => member is Type ? [member] : new[] { member, member.DeclaringType! })
            .Select(ApiText.Of).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    private static bool IsGenerated(Type type) =>
        type.FullName!.StartsWith("OrleansCodeGen", StringComparison.Ordinal)
        || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false)
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static IEnumerable<MemberInfo> UsedBy(Type type)
    {
        IEnumerable<MemberInfo> attributes = type.GetMembers(Declared).Append(type).SelectMany(member => member.GetCustomAttributesData()).Select(each => each.Constructor);
        IEnumerable<MemberInfo> methods = type.GetMembers(Declared).OfType<MethodBase>().SelectMany(method => UsedBy(type, method));
        IEnumerable<MemberInfo> types = type.GetInterfaces().Concat(type.GetFields(Declared).Select(field => field.FieldType));
        return attributes.Concat(methods).Concat(type.BaseType is { } up ? types.Append(up) : types);
    }

    private static IEnumerable<MemberInfo> UsedBy(Type type, MethodBase method)
    {
        foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
        if (method is MethodInfo { ReturnType: var result }) yield return result;
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) yield break;
        var typeArguments = type.IsGenericType ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var token in Tokens(code))
        {
            if (type.Module.ResolveMember(token, typeArguments, methodArguments) is { } member) yield return member;
        }
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xfe) value = (short)(0xfe00 | code[at++]);
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(code, at);
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>As it was declared: not for some type arguments, not an accessor but its property, not an override but what it overrides.</summary>
    private static MemberInfo Definition(MemberInfo member)
    {
        if (member is Type type)
        {
            while (type.HasElementType) type = type.GetElementType()!;
            return type is { IsGenericType: true, IsGenericTypeDefinition: false } ? type.GetGenericTypeDefinition() : type;
        }

        var declaring = member.DeclaringType!;
        if (declaring.IsArray) return declaring.GetElementType()!;
        if (declaring.IsGenericType || member is MethodInfo { IsGenericMethod: true }) member = member.Module.ResolveMember(member.MetadataToken)!;
        if (member is not MethodInfo method) return member;
        method = method.GetBaseDefinition();
        return method.IsSpecialName && method.DeclaringType!.GetProperties(Declared).FirstOrDefault(property =>
            property.GetMethod == method || property.SetMethod == method) is { } accessed ? accessed : method;
    }
}
