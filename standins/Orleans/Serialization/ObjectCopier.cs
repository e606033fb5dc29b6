using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.InProcess;

/// <summary>Compiles copiers of attributed types: a fresh object, member by member, without running its code.</summary>
internal static class ObjectCopier
{
    private const int DepthLimit = 500;

    [ThreadStatic]
    private static int s_depth;

    public static Func<T, T> Build<T>(bool passImmutable)
    {
        var type = typeof(T);
        if (passImmutable && type.IsDefined(typeof(ImmutableAttribute), false)) return static value => value;
        if (typeof(Delegate).IsAssignableFrom(type))
            throw new CodecNotFoundException($"{type.FullName} may not travel in grain calls: it is a delegate.");
        var fields = ObjectModel.FieldsOf(type);
        var asIs = new bool[fields.Length];
        for (var i = 0; i < fields.Length; i++) asIs[i] = PassesAsIs(type, fields[i], passImmutable);

        var method = new DynamicMethod($"Copy {type.Name}", type, [type], typeof(ObjectCopier).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var copy = il.DeclareLocal(type);
        EmitNew(il, type, copy);
        for (var i = 0; i < fields.Length; i++) EmitMember(il, type, copy, fields[i], asIs[i]);
        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ret);
        var compiled = method.CreateDelegate<Func<T, T>>();
        return Array.TrueForAll(asIs, each => each) ? compiled : value => Guarded(compiled, value);
    }

    /// <summary>Copies one level deeper; a cycle ends as a refusal and not as an overflow.</summary>
    private static T Guarded<T>(Func<T, T> copy, T value)
    {
        if (++s_depth > DepthLimit)
        {
            s_depth = 0;
            throw new NotSupportedException($"{typeof(T).FullName}: a message nested more than {DepthLimit} deep, or with a cycle, is not supported by the in-process host.");
        }

        try
        {
            return copy(value);
        }
        finally
        {
            if (s_depth > 0) s_depth--;
        }
    }

    private static bool PassesAsIs(Type type, FieldInfo field, bool passImmutable)
    {
        try
        {
            return CopyRules.PassesAsIs(field.FieldType) || (passImmutable && field.IsDefined(typeof(ImmutableAttribute)));
        }
        catch (CodecNotFoundException fault)
        {
            throw new CodecNotFoundException($"Member '{field.Name}' of {type.FullName}: {fault.Message}", fault);
        }
    }

    private static void EmitNew(ILGenerator il, Type type, LocalBuilder copy)
    {
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Ldarg_0);
        }
        else if (type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
        }
        else
        {
            il.Emit(OpCodes.Ldtoken, type);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            il.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
            il.Emit(OpCodes.Castclass, type);
        }

        il.Emit(OpCodes.Stloc, copy);
    }

    private static void EmitMember(ILGenerator il, Type type, LocalBuilder copy, FieldInfo field, bool asIs)
    {
        if (type.IsValueType && asIs) return;
        il.Emit(type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, field);
        if (!asIs) il.Emit(OpCodes.Call, typeof(Copier<>).MakeGenericType(field.FieldType).GetMethod(nameof(Copier<int>.Copy))!);
        il.Emit(OpCodes.Stfld, field);
    }
}
