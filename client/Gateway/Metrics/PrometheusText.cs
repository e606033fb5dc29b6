using System.Globalization;
using System.Text;

namespace Darkroom.Gateway.Metrics;

/// <summary>The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
internal static class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes every family, ordered by name so that two scrapes can be compared.</summary>
    public static string Write(IEnumerable<MetricFamily> families, long dropped)
    {
        var text = new StringBuilder();
        // Two meters may have an instrument of the same name; a family may stand there only once.
        foreach (var named in families.GroupBy(Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = named.First();
            Head(text, named.Key, first.Instrument.Description, first.Kind);
            foreach (var series in named.Where(f => f.Kind == first.Kind).SelectMany(f => f.Series.Values).OrderBy(s => s.Labels, StringComparer.Ordinal))
                Series(text, named.Key, first.Kind, series);
        }

        Head(text, "darkroom_metrics_dropped_total", "Measurements left out because a name had too many label sets.", MetricKind.Counter);
        Line(text, "darkroom_metrics_dropped_total", "", dropped);
        return text.ToString();
    }

    /// <summary>Labels as <c>a="b",c="d"</c>, ordered by name.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var ordered = tags.ToArray();
        Array.Sort(ordered, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var text = new StringBuilder();
        foreach (var (key, value) in ordered)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(Plain(key, allowColon: false)).Append("=\"");
            Escape(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true);
            text.Append('"');
        }

        return text.ToString();
    }

    /// <summary>The name with its unit and, for a counter, <c>_total</c>.</summary>
    public static string Name(MetricFamily family)
    {
        var name = Plain(family.Instrument.Name, allowColon: true);
        var unit = family.Instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return family.Kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static void Head(StringBuilder text, string name, string? help, MetricKind kind)
    {
        if (!string.IsNullOrEmpty(help))
        {
            text.Append("# HELP ").Append(name).Append(' ');
            Escape(text, help, quotes: false);
            text.Append('\n');
        }

        var type = kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Series(StringBuilder text, string name, MetricKind kind, MetricSeries series)
    {
        var (sum, cumulative) = series.Read();
        if (kind != MetricKind.Histogram)
        {
            Line(text, name, series.Labels, sum);
            return;
        }

        var comma = series.Labels.Length > 0 ? "," : "";
        for (var i = 0; i < cumulative.Length; i++)
        {
            var bound = i < series.Bounds.Count ? Number(series.Bounds[i]) : "+Inf";
            Line(text, name + "_bucket", $"{series.Labels}{comma}le=\"{bound}\"", cumulative[i]);
        }

        Line(text, name + "_sum", series.Labels, sum);
        Line(text, name + "_count", series.Labels, cumulative[^1]);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Plain(string name, bool allowColon)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' || (allowColon && c == ':') ? c : '_'));
        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? "_" + plain : plain;
    }

    private static void Escape(StringBuilder text, string value, bool quotes)
    {
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '"' when quotes => "\\\"",
                _ => c.ToString(),
            });
        }
    }
}
