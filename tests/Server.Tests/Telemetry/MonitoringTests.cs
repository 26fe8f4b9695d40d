using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Server.Tests.Telemetry;

/// <summary>The dashboard and the alerts ask for what a scrape of the running function shows, and for nothing else.</summary>
public partial class MonitoringTests(ScrapedFunction scraped) : IClassFixture<ScrapedFunction>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Monitoring");
    private static readonly JsonNode Dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")))!;
    private static readonly string Docs = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", "telemetry.md"));

    public static TheoryData<string, string> Questions =>
    [
        .. Panels().SelectMany(panel => panel["targets"]!.AsArray().Select(target => ((string)panel["title"]!, (string)target!["expr"]!))),
        .. Dashboard["templating"]!["list"]!.AsArray().Where(variable => (string?)variable!["type"] == "query").Select(variable => ("variable", (string)variable!["definition"]!)),
        .. Alerts().Select(alert => (Text(alert, "alert"), Text(alert, "expr"))),
    ];

    /// <remarks>Nobody can drive it to an unforeseen fault, so that reason alone is not looked for.</remarks>
    [Theory]
    [MemberData(nameof(Questions))]
    public void Every_query_uses_metrics_that_exist(string where, string expression)
    {
        var asked = Metric().Matches(expression).Select(match => match.Value).ToHashSet();
        var labels = Label().Matches(expression).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Subset(scraped.Samples.Select(sample => sample.Name).ToHashSet(), asked);
        Assert.Subset(scraped.Samples.Where(sample => asked.Contains(sample.Name)).SelectMany(sample => sample.Labels.Keys).ToHashSet(), labels);
        Assert.All(Matcher().Matches(expression), match =>
            Assert.Contains(scraped.Samples, sample => sample.Labels.Values.Contains(match.Groups["value"].Value) || match.Groups["value"].Value == "Unforeseen"));
        Assert.NotEmpty(where);
    }

    [Fact]
    public void Every_alert_says_what_is_wrong_and_links_to_the_docs()
    {
        var alerts = Alerts().ToList();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert =>
        {
            var annotations = (YamlMappingNode)alert["annotations"];
            Assert.NotEmpty(Text(annotations, "summary"));
            Assert.NotEmpty(Text(annotations, "description"));
            Assert.Contains(Text((YamlMappingNode)alert["labels"], "severity"), (string[])["warning", "critical"]);
            var name = Text(alert, "alert");
            Assert.EndsWith($"docs/telemetry.md#{name.ToLowerInvariant()}", Text(annotations, "runbook_url"), StringComparison.Ordinal);
            Assert.Contains($"\n### {name}\n", Docs, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_dashboard_shows_what_it_should() => Assert.Superset(
        new HashSet<string>(["Events by outcome", "Time to label", "Write latency", "API calls per event", "Breaker by cluster", "Deferred by reason", "Denied by reason", "Rejected by reason", "Unknown clusters", "Owners from memory", "In flight"]),
        Panels().Select(panel => (string)panel["title"]!).ToHashSet());

    [Fact]
    public void Every_metric_is_in_the_docs_under_both_of_its_names() => Assert.All(
        scraped.Samples.Select(sample => sample.Name).Where(name => name.StartsWith("tagalong_", StringComparison.Ordinal)).Distinct(),
        name => Assert.Contains($"`{Suffix().Replace(name, "")}", Docs, StringComparison.Ordinal));

    private static IEnumerable<JsonNode> Panels() => Dashboard["panels"]!.AsArray().Select(panel => panel!);

    private static IEnumerable<YamlMappingNode> Alerts()
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(Path.Combine(Folder, "alerts.yaml"));
        yaml.Load(file);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>();
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    [GeneratedRegex(@"\b(tagalong|http|dotnet)_[a-z0-9_]+\b(?=[\[{)]|\s*==|,)(?<!tagalong_(outcome|reason|status|operation|result|requested_cluster))")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b(k8s_[a-z_]+|tagalong_(outcome|reason|status|operation|result|requested_cluster)|le)\b")]
    private static partial Regex Label();

    [GeneratedRegex("""tagalong_[a-z]+!?="(?<value>[^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Matcher();

    [GeneratedRegex("_(bucket|sum|count|total)$")]
    private static partial Regex Suffix();
}
