using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Storage;

/// <summary>One step of a schema: an embedded file <c>NNN-name.sql</c>.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Of the text as it was applied, so that a step that was edited afterwards is noticed.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The steps in a folder of embedded files, in order.</summary>
    public static IReadOnlyList<Migration> In(string folder) => Ordered(SqlFiles.In(folder).Select(path => Parse(path, SqlFiles.Read(path))));

    internal static IReadOnlyList<Migration> Ordered(IEnumerable<Migration> steps)
    {
        var ordered = steps.OrderBy(step => step.Number).ToArray();
        foreach (var (first, second) in ordered.Zip(ordered.Skip(1)))
        {
            if (first.Number == second.Number)
            {
                throw new SchemaException($"Two migrations have the number {first.Number}: '{first.Name}' and '{second.Name}'.");
            }
        }

        return ordered;
    }

    private static Migration Parse(string path, string sql)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var dash = file.IndexOf('-');
        return dash > 0 && int.TryParse(file.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Migration(number, file[(dash + 1)..], sql)
            : throw new SchemaException($"The migration '{path}' is not named NNN-name.sql.");
    }
}
