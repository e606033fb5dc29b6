using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Invocation
{
    /// <summary>A call: its method and arguments.</summary>
    public interface IInvokable
    {
        object? GetTarget();

        int GetArgumentCount();

        object? GetArgument(int index);

        void SetArgument(int index, object? value);

        string GetMethodName();

        string GetInterfaceName();

        MethodInfo GetMethod();

        Type GetInterfaceType();

        CancellationToken GetCancellationToken();
    }
}

namespace Orleans
{
    /// <summary>A call on its way through the filters.</summary>
    public interface IGrainCallContext
    {
        IInvokable Request { get; }

        /// <summary>The grain, or the reference to it, that is called.</summary>
        object Grain { get; }

        /// <summary>The calling grain; null when the call came from outside grains.</summary>
        GrainId? SourceId { get; }

        GrainId TargetId { get; }

        GrainInterfaceType InterfaceType { get; }

        string InterfaceName { get; }

        string MethodName { get; }

        MethodInfo InterfaceMethod { get; }

        /// <summary>The result, once <see cref="Invoke"/> has completed; a filter may replace it.</summary>
        object? Result { get; set; }

        /// <summary>Goes on to the next filter, and at last to the grain. Throws what they throw.</summary>
        Task Invoke();
    }

    public interface IIncomingGrainCallContext : IGrainCallContext
    {
        IGrainContext TargetContext { get; }

        MethodInfo ImplementationMethod { get; }
    }

    public interface IOutgoingGrainCallContext : IGrainCallContext
    {
        /// <summary>The calling activation; null when the call comes from outside grains.</summary>
        IGrainContext? SourceContext { get; }
    }

    /// <summary>Runs around every call to every grain of the silo, in the grain's turn; on a grain class: around its own.</summary>
    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }

    /// <summary>Runs around every call that is made, at the caller; on a grain class: around the calls that it makes.</summary>
    public interface IOutgoingGrainCallFilter
    {
        Task Invoke(IOutgoingGrainCallContext context);
    }

    public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

    public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);
}
