using Darkroom.Brands;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Darkroom.Gateway.Intake;

/// <summary>Reads one job's form, part by part, and hands its files on as soon as it is known what to do with them.</summary>
internal sealed class FormReader(HttpContext context, BrandPolicy brand, IncomingJob job, WaitingRoom.Place place, bool allowPlainCallbacks)
{
    private const int CopyBytes = 64 * 1024;
    private const int MostParts = 64;

    private readonly JobForm form = new();
    private readonly List<(MemoryStream Content, string? FileName)> waiting = [];

    // A cookie came without the header: the form's own field has to prove that our page made it.
    private bool isProven = context.CookieSecret() is null || context.Request.Headers.ContainsKey(AntiforgeryToken.HeaderName);
    private bool isStreaming;

    /// <summary>Reads to the end, or to the first refusal. Then every file is in the vault.</summary>
    public async Task<Problem?> Read(MultipartReader reader, CancellationToken cancellation)
    {
        for (var parts = 0; await FormPart.Next(reader, cancellation) is { } part; parts++)
        {
            if (parts == MostParts)
                return new Problem(ProblemKinds.Malformed, $"A form may have {MostParts} parts.");
            var refusal = part.Name == JobForm.File ? await TakeFile(part, cancellation) : await TakeField(part, cancellation);
            if (refusal is not null)
                return refusal;
        }

        if (!isProven)
            return new Problem(ProblemKinds.Forgery);
        return isStreaming ? null : await Begin(waiting.Count, cancellation) ?? await TakeWaiting(cancellation);
    }

    private async Task<Problem?> TakeField(FormPart part, CancellationToken cancellation)
    {
        if (await part.Text(cancellation) is not { } text)
            return Problem.BadParameter(part.Name, "Must be UTF-8 text of at most 64 KiB.");
        if (part.Name == AntiforgeryToken.FieldName)
        {
            isProven |= context.CookieSecret() is { } secret && AntiforgeryToken.IsValid(text, secret);
            return null;
        }

        if (!JobForm.Fields.Contains(part.Name))
            return Problem.BadParameter(part.Name, $"There is no such field. There are: {JobForm.File}, {string.Join(", ", JobForm.Fields)}.");
        if (isStreaming)
            return Problem.BadParameter(part.Name, "Must come before the files when 'tool' and 'params' do.");
        return form.Add(part.Name, text) ? null : Problem.BadParameter(part.Name, "Is there twice.");
    }

    private async Task<Problem?> TakeFile(FormPart part, CancellationToken cancellation)
    {
        if (!isProven)
            return new Problem(ProblemKinds.Forgery);
        if (!isStreaming && !form.CanStream)
            return await Hold(part, cancellation);
        if (!isStreaming && await Begin(null, cancellation) is { } refusal)
            return refusal;
        if (!isStreaming && await TakeWaiting(cancellation) is { } early)
            return early;
        isStreaming = true;
        return await job.Take(part.Body, part.FileName, cancellation);
    }

    private async Task<Problem?> Begin(int? files, CancellationToken cancellation) =>
        form.Read(brand, allowPlainCallbacks, out var refusal) is { } request ? await job.Begin(form, request, files, cancellation) : refusal;

    private async Task<Problem?> TakeWaiting(CancellationToken cancellation)
    {
        foreach (var (content, fileName) in waiting)
        {
            content.Position = 0;
            if (await job.Take(content, fileName, cancellation) is { } refusal)
                return refusal;
        }

        waiting.Clear();
        return null;
    }

    private async Task<Problem?> Hold(FormPart part, CancellationToken cancellation)
    {
        var content = new MemoryStream();
        var buffer = new byte[CopyBytes];
        while (await part.Body.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (content.Length + read > brand.Uploads.MaximumBytes)
                return IncomingJob.TooLarge(brand.Uploads.MaximumBytes);
            if (!place.TryGrow(read))
                return new Problem(ProblemKinds.Busy, "Too many uploads are under way whose files come before their fields. Send 'tool' and 'params' first.")
                {
                    RetryAfter = TimeSpan.FromSeconds(5),
                };
            content.Write(buffer, 0, read);
        }

        waiting.Add((content, part.FileName));
        return null;
    }
}
