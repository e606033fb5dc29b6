using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Base of the references, whose classes are emitted per grain interface (<see cref="ProxyEmitter"/>).</summary>
internal abstract class GrainProxy(GrainId grainId, GrainInterface grainInterface, Silo silo) : GrainReference(grainId)
{
    /// <summary>Where the last call went: the next is tried there first.</summary>
    internal CallTarget? LastTarget;

    public Silo Silo => silo;

    public GrainInterface Interface => grainInterface;

    public sealed override GrainInterfaceType InterfaceType => grainInterface.InterfaceType;

    public sealed override string InterfaceName => grainInterface.Type.Name;

    public static object Cast(GrainReference reference, Type grainInterface) => grainInterface.IsInstanceOfType(reference)
        ? reference
        : ((GrainProxy)reference).Silo.References.Get(grainInterface, reference.GrainId);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected Task<TResult> SendTaskOf<TArgs, TResult>(int method, TArgs arguments)
        where TArgs : struct => ((MethodModel<TArgs, TResult>)grainInterface.Methods[method]).Send(this, arguments);

    protected Task SendTask<TArgs, TResult>(int method, TArgs arguments)
        where TArgs : struct => SendTaskOf<TArgs, TResult>(method, arguments);

    protected ValueTask<TResult> SendValueTaskOf<TArgs, TResult>(int method, TArgs arguments)
        where TArgs : struct => new(SendTaskOf<TArgs, TResult>(method, arguments));

    protected ValueTask SendValueTask<TArgs, TResult>(int method, TArgs arguments)
        where TArgs : struct => new(SendTaskOf<TArgs, TResult>(method, arguments));
}
