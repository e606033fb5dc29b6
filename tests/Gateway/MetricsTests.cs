using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Darkroom.Gateway.Metrics;
using Darkroom.Telemetry;

namespace Darkroom.Gateway.Tests;

/// <summary>The text that Prometheus reads.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void Counters_gauges_and_histograms_come_out_as_the_format_wants_them()
    {
        using var meter = new Meter(DarkroomMetrics.MeterName);
        using var collector = new MetricsCollector();
        var counter = meter.CreateCounter<long>("test.things", description: "Things, by \"kind\".\nSecond line \\ backslash.");
        var histogram = meter.CreateHistogram<double>("test_wait_seconds", "s", null, null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] });
        meter.CreateObservableGauge("test_depth", () => new Measurement<long>(7, new KeyValuePair<string, object?>("lane", "cpu")));
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a\"b\\c\nd"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a\"b\\c\nd"));
        foreach (var value in new[] { 0.05, 0.1, 0.5, 100 })
            histogram.Record(value);

        var text = collector.Collect();
        text.ShouldContain("# HELP test_things_total Things, by \"kind\".\\nSecond line \\\\ backslash.\n# TYPE test_things_total counter\n"
            + "test_things_total{kind=\"a\\\"b\\\\c\\nd\"} 5\n");
        text.ShouldContain("# TYPE test_wait_seconds histogram\n"
            + "test_wait_seconds_bucket{le=\"0.1\"} 2\ntest_wait_seconds_bucket{le=\"1\"} 3\ntest_wait_seconds_bucket{le=\"10\"} 3\n"
            + "test_wait_seconds_bucket{le=\"+Inf\"} 4\ntest_wait_seconds_sum 100.65\ntest_wait_seconds_count 4\n");
        text.ShouldContain("# TYPE test_depth gauge\ntest_depth{lane=\"cpu\"} 7\n");
    }

    [Fact]
    public void What_is_no_longer_observed_is_no_longer_there()
    {
        using var meter = new Meter(DarkroomMetrics.MeterName);
        using var collector = new MetricsCollector();
        var lane = "first";
        meter.CreateObservableGauge("test_moving", () => new Measurement<int>(1, new KeyValuePair<string, object?>("lane", lane)));
        collector.Collect().ShouldContain("test_moving{lane=\"first\"} 1");
        lane = "second";
        var text = collector.Collect();
        text.ShouldContain("test_moving{lane=\"second\"} 1");
        text.ShouldNotContain("test_moving{lane=\"first\"}");
    }

    [Fact]
    public void A_name_with_endless_label_sets_is_cut_off_and_says_so()
    {
        using var meter = new Meter(DarkroomMetrics.MeterName);
        using var collector = new MetricsCollector();
        var counter = meter.CreateCounter<int>("test_endless");
        for (var i = 0; i < 1500; i++)
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        var text = collector.Collect();
        Regex.Count(text, "^test_endless_total\\{", RegexOptions.Multiline).ShouldBe(1000);
        text.ShouldContain("darkroom_metrics_dropped_total 500\n");
    }

    [Fact]
    public async Task Counting_from_many_threads_loses_nothing()
    {
        using var meter = new Meter(DarkroomMetrics.MeterName);
        using var collector = new MetricsCollector();
        var counter = meter.CreateCounter<long>("test_parallel");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
                counter.Add(1, new KeyValuePair<string, object?>("worker", (n + i) % 3));
        })));
        var total = Regex.Matches(collector.Collect(), "^test_parallel_total\\{worker=\"\\d\"\\} (\\d+)$", RegexOptions.Multiline)
            .Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        total.ShouldBe(40_000);
    }
}

/// <summary>The address under which the metrics are scraped.</summary>
[Collection(ServerCollection.Name)]
public sealed partial class MetricsEndpointTests(DarkroomServer server)
{
    [Fact]
    public async Task Every_line_is_one_that_prometheus_reads()
    {
        using var http = server.Anonymous();
        using var answer = await http.GetAsync("/metrics");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldEndWith("\n");
        var lines = text.TrimEnd('\n').Split('\n');
        lines.ShouldAllBe(line => Line().IsMatch(line));
        lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).ShouldBeUnique();
        lines.ShouldContain(line => line.StartsWith("http_server_request_duration_seconds_bucket{", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "198.51.100.7")]
    [InlineData("Forwarded", "for=198.51.100.7")]
    public async Task What_a_proxy_passes_on_is_not_answered(string header, string value)
    {
        using var http = server.Anonymous();
        http.DefaultRequestHeaders.Add(header, value);
        using var answer = await http.GetAsync("/metrics");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [GeneratedRegex(@"^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\.)*""(,[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\.)*"")*\})? (NaN|[+-]Inf|[-+0-9.eE]+))$")]
    private static partial Regex Line();
}
