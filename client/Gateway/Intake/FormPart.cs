using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Darkroom.Gateway.Intake;

/// <summary>One part of a multipart form.</summary>
/// <param name="Name">The field.</param>
/// <param name="FileName">As the client sent it, cut to a bare and printable name; null for text fields and where none was sent.</param>
/// <param name="Body">Read it to its end before the next part.</param>
internal sealed record FormPart(string Name, string? FileName, Stream Body)
{
    private const int LongestName = 200;
    private const int LongestText = 64 * 1024;

    /// <summary>The next part, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The form is not well-formed.</exception>
    public static async Task<FormPart?> Next(MultipartReader reader, CancellationToken cancellation)
    {
        if (await NextSection(reader, cancellation) is not { } section)
            return null;
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var header) || !header.DispositionType.Equals("form-data"))
            throw new InvalidDataException("A part of the form has no usable Content-Disposition.");
        var name = HeaderUtilities.RemoveQuotes(header.Name).ToString();
        var file = header.FileNameStar.HasValue ? header.FileNameStar : HeaderUtilities.RemoveQuotes(header.FileName);
        return new FormPart(name, Bare(file.ToString()), new PartBody(section.Body));
    }

    /// <summary>The part as text, or null when it is longer than a text field may be or no UTF-8.</summary>
    public async Task<string?> Text(CancellationToken cancellation)
    {
        var bytes = new byte[LongestText + 1];
        var length = await Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (length > LongestText)
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static async Task<MultipartSection?> NextSection(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (IOException fault) when (PartBody.IsCrooked(fault))
        {
            throw new InvalidDataException("The form is cut off.", fault);
        }
    }

    // Some browsers send a whole path; and nothing that could steer a terminal or a header may be in a name.
    private static string? Bare(string? fileName)
    {
        var name = new string([.. (fileName ?? "").Split('/', '\\')[^1].Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]).Trim();
        return name.Length == 0 ? null : name.Length <= LongestName ? name : name[^LongestName..];
    }
}
