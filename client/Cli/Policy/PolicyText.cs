using System.Text;
using Darkroom.Gateway.Pages;

namespace Darkroom.Cli.Policy;

/// <summary>A policy page for a terminal.</summary>
internal static class PolicyText
{
    public static string Of(PolicyDocument document)
    {
        var text = new StringBuilder();
        Heading(text, document.Title, '=');
        foreach (var line in document.Lead)
            text.Append(line).Append("\n\n");
        foreach (var part in document.Parts)
        {
            Heading(text, part.Heading, '-');
            foreach (var line in part.Text)
                text.Append(line).Append("\n\n");
            if (part.Table is { } table)
            {
                foreach (var row in table.Rows)
                {
                    text.Append("* ").Append(row[0]).Append('\n');
                    foreach (var (head, cell) in table.Heads.Zip(row).Skip(1))
                        text.Append("  ").Append(head).Append(": ").Append(cell).Append('\n');
                }

                text.Append('\n');
            }

            foreach (var (before, address) in part.Mails)
                text.Append($"{before} {address}".Trim()).Append("\n\n");
        }

        return text.ToString().TrimEnd();
    }

    private static void Heading(StringBuilder text, string heading, char line) => text.Append(heading).Append('\n').Append(line, heading.Length).Append("\n\n");
}
