using Darkroom.Brands;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Idempotency;
using Darkroom.Gateway.Problems;
using Darkroom.Tools;
using Darkroom.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Darkroom.Gateway.Intake;

/// <summary>
/// Takes a job's multipart form from a request: fields and pictures, streamed into the vault. The job's row exists before its bytes;
/// whatever goes wrong, the row ends and nothing stays. Used by the API and by the page's plain form alike. Thread-safe.
/// </summary>
public sealed class JobIntake
{
    private const int LongestBoundary = 200;
    private const long FormOverhead = 1024 * 1024;

    // So that a client that sends too much can still finish and read why it was refused; the server gives that a few seconds at most.
    private const long DrainAllowance = 512L * 1024 * 1024;

    private readonly GatewayOptions options;
    private readonly WaitingRoom waitingRoom;

    /// <summary>Made by the container, once.</summary>
    public JobIntake(
        IGrainFactory grains, IPictureVault vault, TimeProvider time, RandomSource random, IOptions<GatewayOptions> options)
    {
        (Grains, Vault, Time, Random) = (grains, vault, time, random);
        this.options = options.Value;
        waitingRoom = new WaitingRoom(options.Value.MaximumWaitingBytes);
    }

    internal IGrainFactory Grains { get; }

    internal IPictureVault Vault { get; }

    internal TimeProvider Time { get; }

    internal RandomSource Random { get; }

    /// <summary>Reads the request's body to its end, or until it is refused.</summary>
    /// <exception cref="IOException">The client or the store broke off; the job, if there was one, has been abandoned.</exception>
    public async Task<IntakeResult> Receive(HttpContext context, BrandPolicy brand, Caller caller)
    {
        if (caller.IsRestricted)
            return new IntakeResult.Refused(new Problem(ProblemKinds.Restricted));
        if (Boundary(context.Request) is not { } boundary)
            return new IntakeResult.Refused(new Problem(ProblemKinds.UnsupportedMediaType, "A job is sent as multipart/form-data."));
        if (!KeyHeader.TryRead(context, out var keyText))
            return new IntakeResult.Refused(Problem.BadParameter(KeyHeader.Name, "Must be 1 to 255 visible ASCII characters."));
        if (Announces(context, brand) is { } tooLarge)
            return new IntakeResult.Refused(tooLarge);

        var key = keyText is null ? null : KeyHeader.ToKey(keyText, caller, "POST /v1/jobs");
        using var place = waitingRoom.Enter();
        await using var job = new IncomingJob(this, brand, caller, key, context.TraceIdentifier);
        var reader = new FormReader(context, brand, job, place, allowPlainCallbacks: options.Embedded);
        try
        {
            var refusal = await reader.Read(new MultipartReader(boundary, context.Request.Body), context.RequestAborted)
                ?? await job.Submit(context.RequestAborted);
            return refusal is null ? new IntakeResult.Accepted(job.Result!) : new IntakeResult.Refused(refusal);
        }
        catch (InvalidDataException)
        {
            return new IntakeResult.Refused(new Problem(ProblemKinds.Malformed, "The form is cut off or not well-formed."));
        }
    }

    private static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= LongestBoundary ? boundary : null;
    }

    private static Problem? Announces(HttpContext context, BrandPolicy brand)
    {
        var most = brand.Tools.Keys.Select(name => ToolCatalog.All.GetValueOrDefault(name)?.MaximumInputs ?? 1).DefaultIfEmpty(1).Max();
        var limit = (brand.Uploads.MaximumBytes * most) + FormOverhead;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limit + DrainAllowance;
        return context.Request.ContentLength > limit
            ? new Problem(ProblemKinds.TooLarge, $"A file may have {brand.Uploads.MaximumBytes} bytes.").With("limit", brand.Uploads.MaximumBytes)
            : null;
    }
}
