using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>What Prometheus gets, and where.</summary>
public class ScrapeTests(ScrapedServer scraped) : IClassFixture<ScrapedServer>
{
    [Fact]
    public void Events_are_counted_by_cluster_kind_outcome_and_reason() => Assert.Equal(
        [
            "away ReplicaSet Deferred CircuitOpen 2",
            "away ReplicaSet Deferred Unreachable 2",
            "no-rights ReplicaSet Denied Forbidden 1",
            "prod-eu-1  Unchanged NotRelabeled 1",
            "prod-eu-1 ReplicaSet Gone ObjectReplaced 1",
            "prod-eu-1 ReplicaSet Labeled Applied 1",
            "prod-eu-1 ReplicaSet Unchanged AlreadyWritten 1",
            "  Rejected UnknownCluster 110",
        ],
        All("tagalong_events_total")
            .Select(sample => $"{sample["k8s_cluster_name"]} {sample["k8s_object_kind"]} {sample["tagalong_outcome"]} {sample["tagalong_reason"]} {sample.Value}")
            .OrderDescending(StringComparer.Ordinal).Reverse().OrderBy(line => line.StartsWith(' ')));

    [Fact]
    public void The_time_from_creation_to_label_has_its_own_buckets()
    {
        var count = Assert.Single(All("tagalong_time_to_label_seconds_count"));
        var sum = Assert.Single(All("tagalong_time_to_label_seconds_sum"));

        Assert.Equal(("prod-eu-1", "ReplicaSet", 1d), (count["k8s_cluster_name"], count["k8s_object_kind"], count.Value));
        Assert.InRange(sum.Value, 4, 60);
        Assert.Equal(
            ["0.5", "1", "2", "3", "5", "10", "15", "30", "60", "120", "300", "600", "+Inf"],
            All("tagalong_time_to_label_seconds_bucket").Select(sample => sample["le"]!.Replace(".0", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Attempts_of_calls_are_timed_by_cluster_operation_and_status() => Assert.Equal(
        ["away read Unreachable 2", "no-rights read Ok 1", "no-rights write Forbidden 1", "prod-eu-1 read Ok 1", "prod-eu-1 write Ok 1", "prod-eu-1 write UidMismatch 1"],
        All("tagalong_api_attempt_duration_seconds_count")
            .Select(sample => $"{sample["k8s_cluster_name"]} {sample["tagalong_operation"]} {sample["tagalong_status"]} {sample.Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void The_state_of_each_cluster_is_shown()
    {
        Assert.Equal([("away", 2d), ("no-rights", 0d), ("prod-eu-1", 0d)], ByCluster("tagalong_cluster_breaker_state"));
        Assert.Equal([("away", 0d), ("no-rights", 0d), ("prod-eu-1", 0d)], ByCluster("tagalong_cluster_events_in_flight"));
        Assert.Equal(0, Assert.Single(All("tagalong_requests_in_flight")).Value);
    }

    [Fact]
    public void Owners_from_the_cache_are_distinguished_from_those_that_were_read()
    {
        var lookups = All("tagalong_owner_lookups_total").Where(sample => sample["k8s_cluster_name"] == "prod-eu-1")
            .ToDictionary(sample => sample["tagalong_result"]!, sample => sample.Value);

        Assert.Equal(1, lookups["miss"]);
        Assert.InRange(lookups["hit"], 1, 3);
    }

    [Fact]
    public void Unknown_cluster_names_are_bounded_and_cleaned()
    {
        var unknown = All("tagalong_unknown_cluster_events_total");

        Assert.Equal(101, unknown.Count);
        Assert.Equal(10, Assert.Single(unknown, sample => sample["tagalong_requested_cluster"] == "(other)").Value);
        Assert.Contains(unknown, sample => sample["tagalong_requested_cluster"] == "stranger-7\uFFFD\\\"");
    }

    [Fact]
    public void Nothing_secret_is_shown() =>
        Assert.All(scraped.Secrets, secret => Assert.DoesNotContain(secret, scraped.Page, StringComparison.Ordinal));

    /// <remarks>Prometheus 3 would take names with dots, and a dashboard would find none of its own then.</remarks>
    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")]
    [InlineData("text/plain")]
    public async Task Names_are_the_same_for_every_version_of_Prometheus(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, scraped.Function.MetricsUrl);
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await scraped.Function.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var names = Sample.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Select(sample => sample.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>(["tagalong_events_total", "tagalong_time_to_label_seconds_bucket", "tagalong_cluster_breaker_state", "http_server_request_duration_seconds_count"]),
            names);
    }

    [Fact]
    public async Task The_port_of_the_events_shows_no_metrics()
    {
        using var response = await scraped.Function.Client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("tagalong_events", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_on_the_port_of_the_events_fail_the_start()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningServer.StartAsync(["PORT=9464", "Tagalong:Telemetry:MetricsPort=9464"]));

        Assert.Contains("Tagalong:Telemetry:MetricsPort is the port of the events", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("POST", "/events")]
    [InlineData("GET", "/readyz")]
    public async Task The_port_of_the_metrics_accepts_no_events(string method, string path)
    {
        using var message = Checkout.ReplicaSet.ToMessage();
        (message.Method, message.RequestUri) = (new HttpMethod(method), new Uri(scraped.Function.MetricsUrl, path));
        message.Headers.Host = scraped.Function.Client.BaseAddress!.Authority;
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));

        using var response = await scraped.Function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private IReadOnlyList<Sample> All(string name) => [.. scraped.Samples.Where(sample => sample.Name == name)];

    private IEnumerable<(string?, double)> ByCluster(string name) =>
        All(name).Select(sample => (sample["k8s_cluster_name"], sample.Value)).OrderBy(pair => pair.Item1, StringComparer.Ordinal);
}
