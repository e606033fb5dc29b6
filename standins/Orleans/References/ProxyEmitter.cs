using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.InProcess
{
    /// <summary>
    /// Emits, per grain interface, the class of the references by it: each method packs its arguments into a tuple and
    /// sends them, so that a call costs neither reflection nor boxing.
    /// </summary>
    internal static class ProxyEmitter
    {
        private static readonly Lock s_gate = new();
        private static readonly HashSet<string> s_opened = [];
        private static readonly AssemblyBuilder s_assembly =
            AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Orleans.InProcess.References"), AssemblyBuilderAccess.Run);

        private static readonly ModuleBuilder s_module = s_assembly.DefineDynamicModule("References");
        private static int s_count;

        public static Func<GrainId, GrainInterface, Silo, GrainProxy> Emit(GrainInterface grainInterface, MethodInfo[] methods)
        {
            lock (s_gate)
            {
                Open(typeof(GrainProxy).Assembly);
                Open(grainInterface.Type.Assembly);
                foreach (var method in methods) OpenTypesOf(method);
                var type = s_module.DefineType(
                    $"{grainInterface.Type.Name}Reference{++s_count}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainProxy), [grainInterface.Type]);
                Type[] parameters = [typeof(GrainId), typeof(GrainInterface), typeof(Silo)];
                EmitConstructor(type, parameters);
                for (var i = 0; i < methods.Length; i++) EmitMethod(type, methods[i], i);
                var constructor = type.CreateType().GetConstructor(parameters)!;
                return Factory(constructor, parameters);
            }
        }

        private static void EmitConstructor(TypeBuilder type, Type[] parameters)
        {
            var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, parameters).GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Call, typeof(GrainProxy).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, parameters)!);
            il.Emit(OpCodes.Ret);
        }

        private static void EmitMethod(TypeBuilder type, MethodInfo method, int index)
        {
            Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
            var builder = type.DefineMethod(
                $"{method.DeclaringType!.Name}.{method.Name}",
                MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
                method.ReturnType,
                parameters);
            var il = builder.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            for (var i = 0; i < parameters.Length; i++) il.Emit(OpCodes.Ldarg, (short)(i + 1));
            var tuple = MethodCompiler.TupleOf(parameters);
            EmitPacking(il, tuple);
            il.Emit(OpCodes.Call, Sender(method.ReturnType).MakeGenericMethod(tuple, GrainInterface.ResultOf(method)));
            il.Emit(OpCodes.Ret);
            type.DefineMethodOverride(builder, method);
        }

        /// <summary>Packs what is on the stack. The innermost rest of a long tuple is on top, so it is packed first.</summary>
        private static void EmitPacking(ILGenerator il, Type tuple)
        {
            if (tuple == typeof(NoArguments))
            {
                var none = il.DeclareLocal(tuple);
                il.Emit(OpCodes.Ldloc, none);
                return;
            }

            var items = tuple.GetGenericArguments();
            if (items.Length == 8) EmitPacking(il, items[7]);
            il.Emit(OpCodes.Newobj, tuple.GetConstructors()[0]);
        }

        private static MethodInfo Sender(Type returned)
        {
            var name = returned == typeof(Task) ? "SendTask"
                : returned == typeof(ValueTask) ? "SendValueTask"
                : returned.GetGenericTypeDefinition() == typeof(Task<>) ? "SendTaskOf"
                : "SendValueTaskOf";
            return typeof(GrainProxy).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
        }

        private static Func<GrainId, GrainInterface, Silo, GrainProxy> Factory(ConstructorInfo constructor, Type[] parameters)
        {
            var method = new DynamicMethod("Make", typeof(GrainProxy), parameters, typeof(ProxyEmitter).Module, skipVisibility: true);
            var il = method.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Newobj, constructor);
            il.Emit(OpCodes.Ret);
            return method.CreateDelegate<Func<GrainId, GrainInterface, Silo, GrainProxy>>();
        }

        private static void OpenTypesOf(MethodInfo method)
        {
            Open(method.DeclaringType!.Assembly);
            Open(method.ReturnType);
            foreach (var parameter in method.GetParameters()) Open(parameter.ParameterType);
        }

        private static void Open(Type type)
        {
            Open(type.Assembly);
            if (type.HasElementType) Open(type.GetElementType()!);
            foreach (var argument in type.GetGenericArguments()) Open(argument);
        }

        /// <summary>Lets the emitted classes use internal types of the assembly: grain interfaces need not be public.</summary>
        private static void Open(Assembly assembly)
        {
            var name = assembly.GetName().Name!;
            if (!s_opened.Add(name)) return;
            s_assembly.SetCustomAttribute(new CustomAttributeBuilder(
                typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!, [name]));
        }
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Known to the runtime by its name: the assembly that bears it may use internals of the named one.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
    {
        public string AssemblyName { get; } = assemblyName;
    }
}
