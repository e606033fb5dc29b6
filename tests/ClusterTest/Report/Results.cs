using System.Globalization;
using System.Text;
using Darkroom.ClusterTest.Faults;
using Darkroom.ClusterTest.Load;

namespace Darkroom.ClusterTest.Report;

/// <summary>The report in words and tables.</summary>
internal sealed class Results(Timeline timeline, Tally tally, Violations violations, IReadOnlyList<Fault> leftOut, IReadOnlyList<Struck> faults)
{
    /// <summary>The whole report; its last line is <c>N faults, N violations</c>.</summary>
    /// <param name="facts">What ran and what came of it, a line each.</param>
    public string Write(IEnumerable<string> facts)
    {
        var text = new StringBuilder();
        text.AppendLine("Timeline").AppendLine();
        Append(text, timeline.Lines());
        text.AppendLine().AppendLine("Faults: seconds from the blow to the first good answer to a request sent after it (first gateway / second gateway), and to the last error").AppendLine();
        Append(text, Table([["fault", "at", .. Wishes.Select(Name), "last error", "errors seen by clients"], .. faults.Select(Row)]));
        foreach (var fault in leftOut)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"left out: {fault.Name}, because {fault.LeftOut}");
        }

        text.AppendLine().AppendLine("Requests").AppendLine();
        var all = tally.Since(TimeSpan.Zero);
        Append(text, Table([["request", "answered", "median ms", "99 % ms", "errors"], .. Wishes.Select(wish => Row(wish, all))]));
        text.AppendLine();
        Append(text, facts);
        Append(text, violations.All.Select(violation => $"VIOLATION: {violation}"));
        text.Append(CultureInfo.InvariantCulture, $"{faults.Count} faults, {violations.All.Count} violations");
        return text.ToString();
    }

    private static Wish[] Wishes => Enum.GetValues<Wish>();

    private string[] Row(Struck struck)
    {
        var next = faults.SkipWhile(other => other != struck).Skip(1).FirstOrDefault();
        var seen = tally.Between(struck.At, next?.At ?? TimeSpan.MaxValue);
        var errors = seen.Where(attempt => attempt.Error is not null).ToList();
        return
        [
            struck.Fault.Name, Seconds(struck.At),
            .. Wishes.Select(wish => string.Join("/", Gateways().Select(gateway => First(seen, wish, gateway, struck.At)))),
            errors.Count == 0 ? "none" : Seconds(errors.Max(error => error.Ended) - struck.At),
            errors.Count == 0 ? "none" : string.Join(", ", errors.GroupBy(error => error.Error!).OrderByDescending(kind => kind.Count())
                .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Count()} {kind.Key}"))),
        ];
    }

    private static string[] Row(Wish wish, IReadOnlyList<Attempt> all)
    {
        var good = all.Where(attempt => attempt.Wish == wish && attempt.Error is null).Select(attempt => (attempt.Ended - attempt.Began).TotalMilliseconds).Order().ToList();
        var bad = all.Count(attempt => attempt.Wish == wish && attempt.Error is not null);
        return good.Count == 0
            ? [Name(wish), "0", "", "", bad.ToString(CultureInfo.InvariantCulture)]
            : [Name(wish), Number(good.Count), Number(good[good.Count / 2]), Number(good[good.Count * 99 / 100]), Number(bad)];
    }

    private IEnumerable<int> Gateways() => tally.Since(TimeSpan.Zero).Select(attempt => attempt.Gateway).Distinct().Order();

    private static string First(IReadOnlyList<Attempt> seen, Wish wish, int gateway, TimeSpan at) =>
        seen.Where(attempt => attempt.Wish == wish && attempt.Gateway == gateway && attempt.Began >= at && attempt.Error is null)
            .Select(attempt => attempt.Ended).DefaultIfEmpty(TimeSpan.MaxValue).Min() is { } first && first < TimeSpan.MaxValue ? Seconds(first - at) : "–";

    private static string Name(Wish wish) => wish == Wish.SignUp ? "sign-up" : wish.ToString().ToLowerInvariant();

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.AppendLine(line);
        }
    }

    /// <summary>Columns under each other, the first one to the left.</summary>
    private static IEnumerable<string> Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column == 0 || column == row.Length - 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
