using System.Data.Common;
using Orleans;
using Orleans.Runtime;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// What a grain throws has to be readable for whoever called it, which may be a gateway that knows neither the database's driver nor the
/// object store's: Orleans cannot carry an exception with one of theirs inside, and the caller would be told of a missing codec instead.
/// So such a fault goes on as what it means, and what caused it stays in this silo's log. What reading a grain's state throws before any call
/// is <see cref="PortableGrainStorage"/>'s. Thread-safe.
/// </summary>
internal sealed partial class PortableFaults(ILogger<PortableFaults> logger) : IIncomingGrainCallFilter
{
    // What Orleans carries without being told how: https://learn.microsoft.com/dotnet/orleans/host/configuration-guide/serialization-configuration
    private static readonly string[] Carried = ["System.", "Microsoft.", "Orleans."];

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception fault) when (!IsPortable(fault))
        {
            LogFault(logger, fault, context.InterfaceName, context.MethodName);
            throw Portable(fault);
        }
    }

    /// <summary>Whether every process can read the fault, and tell by its type whether it passes.</summary>
    internal static bool IsPortable(Exception fault) => fault is not DbException && !Chain(fault).Any(IsForeign);

    /// <summary>The same fault in types that every process of the cluster has.</summary>
    internal static Exception Portable(Exception fault) => fault switch
    {
        StorageUnavailableException => new StorageUnavailableException(fault.Message),
        OperationCanceledException => new OperationCanceledException(fault.Message),
        TimeoutException => new TimeoutException(fault.Message),
        IOException => new IOException(fault.Message),
        _ when Chain(fault).Any(cause => cause is DbException) => new StorageUnavailableException("The database refused or did not answer."),
        _ => new OrleansException($"{fault.GetType().Name}: {fault.Message}"),
    };

    private static bool IsForeign(Exception fault) =>
        !fault.GetType().IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
        && !Array.Exists(Carried, known => $"{fault.GetType().Namespace}.".StartsWith(known, StringComparison.Ordinal));

    private static IEnumerable<Exception> Chain(Exception fault)
    {
        for (Exception? one = fault; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call of {Interface}.{Method} failed; its caller is told without the cause")]
    private static partial void LogFault(ILogger logger, Exception fault, string @interface, string method);
}
