using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using Orleans.Storage;

namespace Darkroom.Gateway.Tests;

/// <summary>What a client is told when it was not the request's fault.</summary>
public sealed class FaultHandlerTests
{
    public static TheoryData<Exception> Passing => new(
        new TimeoutException("A call took longer than 30 s."),
        new StorageUnavailableException("The database does not answer."),
        new SiloUnavailableException("The silo was declared dead."),
        new InconsistentStateException("A second activation wrote first."),
        new IOException("The object store does not answer."));

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_by_itself_is_worth_the_same_request_again(Exception fault)
    {
        var response = await Handle(fault);

        response.StatusCode.ShouldBe(StatusCodes.Status503ServiceUnavailable);
        response.Headers.RetryAfter.ToString().ShouldBe("2");
    }

    [Fact]
    public async Task A_fault_of_the_program_is_not()
    {
        var response = await Handle(new InvalidOperationException("The row is gone."));

        response.StatusCode.ShouldBe(StatusCodes.Status500InternalServerError);
        response.Headers.RetryAfter.ShouldBeEmpty();
    }

    private static async Task<HttpResponse> Handle(Exception fault)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        (await new FaultHandler(NullLogger<FaultHandler>.Instance).TryHandleAsync(context, fault, CancellationToken.None)).ShouldBeTrue();
        return context.Response;
    }
}
