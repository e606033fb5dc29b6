using System.Security.Cryptography;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Problems;
using Darkroom.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Idempotency;

/// <summary>Honours <c>Idempotency-Key</c> for endpoints that are marked with <see cref="IdempotentMetadata"/> and have small bodies and answers.</summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IGrainFactory grains, TimeProvider time, RandomSource random)
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentMetadata>() is null || context.Caller() is not { } caller
            || !context.Request.Headers.ContainsKey(KeyHeader.Name))
        {
            await next(context);
            return;
        }

        if (!KeyHeader.TryRead(context, out var text) || text is null)
        {
            await Problem.BadParameter(KeyHeader.Name, "Must be 1 to 255 visible ASCII characters.").ExecuteAsync(context);
            return;
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var key = KeyHeader.ToKey(text, caller, $"{context.Request.Method} {route}");
        var fingerprint = await ReadBody(context.Request);
        var work = SortableId.New('w', time, random);
        var (claim, held) = await HeldKey.Claim(grains, key, work, time, random, context.RequestAborted);
        await using var mine = held;
        var earlier = (claim as IdempotencyClaim.Done)?.Record ?? (claim as IdempotencyClaim.Interrupted)?.Record;
        if (earlier?.Fingerprint is { } known && !CryptographicOperations.FixedTimeEquals(known, fingerprint))
        {
            mine?.LeaveAlone();
            await new Problem(ProblemKinds.IdempotencyConflict).ExecuteAsync(context);
            return;
        }

        if (claim is IdempotencyClaim.Done { Record.Answer: { } answer })
        {
            await RememberedAnswer.Open(answer, text, key.Digest).Write(context.Response);
            return;
        }

        if (mine is null || !await mine.HandOver(fingerprint, context.RequestAborted))
        {
            var wait = (claim as IdempotencyClaim.Held)?.RetryAfter ?? RetrySoon;
            await new Problem(ProblemKinds.IdempotencyInProgress) { RetryAfter = wait }.ExecuteAsync(context);
            return;
        }

        context.SetWorkId(earlier?.Work ?? work);
        await Run(context, mine, text, key.Digest);
    }

    /// <summary>Runs the endpoint, and lets its answer out only after it has been noted: what the client has seen can be repeated.</summary>
    private async Task Run(HttpContext context, HeldKey held, string keyText, byte[] keyDigest)
    {
        var outgoing = context.Response.Body;
        using var captured = new MemoryStream();
        context.Response.Body = captured;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = outgoing;
        }

        var response = context.Response;
        if (response.StatusCode is >= 200 and < 300)
        {
            var answer = new RememberedAnswer(response.StatusCode, response.ContentType, response.Headers.Location, captured.ToArray());
            await held.Complete(answer.Seal(keyText, keyDigest));
        }
        else
        {
            held.CameToNothing();
        }

        await outgoing.WriteAsync(captured.GetBuffer().AsMemory(0, (int)captured.Length), context.RequestAborted);
    }

    /// <summary>Digests the body and puts it back. It is bounded by the body limit and stays in memory.</summary>
    private static async Task<byte[]> ReadBody(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        request.Body = body;
        return SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length));
    }
}
