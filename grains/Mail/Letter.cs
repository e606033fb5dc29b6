using System.Net;
using System.Text;
using Darkroom.Brands;

namespace Darkroom.Mail;

/// <summary>Lays out a short mail twice, as plain text and as simple HTML in the brand's colour. Not thread-safe.</summary>
/// <param name="language">Two-letter tag, for the HTML.</param>
internal sealed class Letter(BrandPolicy brand, string language, string subject)
{
    private readonly StringBuilder text = new();
    private readonly StringBuilder html = new();

    public Letter Say(string paragraph) => Add(paragraph, $"<p>{Html(paragraph)}</p>");

    public Letter Small(string paragraph) => Add(paragraph, $"<p style=\"font-size:13px;color:#555\">{Html(paragraph)}</p>");

    public Letter Link(string label, string address) => Add($"{label}:\n{address}",
        $"<p><a href=\"{Html(address)}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;"
        + $"background:{brand.Look.Accent};color:#fff;text-decoration:none\">{Html(label)}</a></p>");

    /// <summary>The line is the same in every language, so that scripts find it.</summary>
    public Letter Code(string code) => Add($"Code: {code}",
        $"<p style=\"font-size:28px;letter-spacing:6px;font-weight:bold\">{Html(code)}</p>");

    public MailMessage To(string address) => new(brand.MailFrom, address, subject, text.ToString(),
        $"<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\"><title>{Html(subject)}</title></head>\n"
        + $"<body style=\"font-family:sans-serif;max-width:34em;margin:2em auto;padding:0 1em;line-height:1.5\">\n"
        + $"<p><strong style=\"color:{brand.Look.Accent}\">{Html(brand.Name)}</strong></p>\n{html}</body>\n</html>\n");

    private Letter Add(string asText, string asHtml)
    {
        text.Append(text.Length > 0 ? "\n" : "").Append(asText).Append('\n');
        html.Append(asHtml).Append('\n');
        return this;
    }

    private static string Html(string value) => WebUtility.HtmlEncode(value);
}
