using System.Reflection;
using Darkroom.Silo.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Darkroom.Silo.Tests.Hosting;

/// <summary>What a grain throws arrives as a fault that a gateway understands.</summary>
public sealed class PortableFaultTests
{
    public static TheoryData<Exception, Type> Faults => new()
    {
        { new StorageUnavailableException("The database does not answer.", new NpgsqlException("57P03")), typeof(StorageUnavailableException) },
        { new NpgsqlException("Orleans' own provider lets it through."), typeof(StorageUnavailableException) },
        { new InvalidOperationException("As does this one.", new NpgsqlException("08006")), typeof(StorageUnavailableException) },
        { new IOException("The object store does not answer.", new ForeignException()), typeof(IOException) },
        { new TimeoutException("Too late.", new ForeignException()), typeof(TimeoutException) },
        { new ForeignException(), typeof(OrleansException) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_only_a_silo_knows_stays_there(Exception fault, Type arrives)
    {
        var thrown = await Thrown(fault);

        thrown.ShouldBeOfType(arrives);
        thrown.InnerException.ShouldBeNull();
    }

    [Fact]
    public async Task What_everybody_knows_goes_on_as_it_is()
    {
        var fault = new IOException("The upload broke off.", new StorageUnavailableException("The database does not answer."));

        (await Thrown(fault)).ShouldBeSameAs(fault);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_reading_or_writing_a_state_throws_is_as_readable(Exception fault, Type arrives)
    {
        var inner = DispatchProxy.Create<IGrainStorage, FailingCall>();
        ((FailingCall)(object)inner).Fault = fault;
        var storage = new PortableGrainStorage(inner, NullLogger<PortableGrainStorage>.Instance);
        var state = new GrainState<string>();

        foreach (var operation in (Func<Task>[])
            [() => storage.ReadStateAsync("s", default, state), () => storage.WriteStateAsync("s", default, state), () => storage.ClearStateAsync("s", default, state)])
        {
            var thrown = (await Record.ExceptionAsync(operation)).ShouldNotBeNull();
            thrown.ShouldBeOfType(arrives);
            thrown.InnerException.ShouldBeNull();
        }
    }

    private static async Task<Exception> Thrown(Exception fault)
    {
        var context = DispatchProxy.Create<IIncomingGrainCallContext, FailingCall>();
        ((FailingCall)(object)context).Fault = fault;
        return (await Record.ExceptionAsync(() => new PortableFaults(NullLogger<PortableFaults>.Instance).Invoke(context))).ShouldNotBeNull();
    }

    private sealed class ForeignException : Exception;

    /// <summary>A call, or a storage, that fails in everything it is asked for.</summary>
    public class FailingCall : DispatchProxy
    {
        public Exception Fault { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.ReturnType == typeof(Task) ? Task.FromException(Fault) : null;
    }
}
