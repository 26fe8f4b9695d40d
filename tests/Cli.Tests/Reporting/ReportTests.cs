using System.Text.RegularExpressions;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Tests.Reporting;

/// <summary>The page of <c>sweep --report</c> in a real browser.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=alert(1)>";
    private ShopFleet _fleet = null!;

    private string Report => _fleet.FileOf("report.html");

    public async ValueTask InitializeAsync()
    {
        _fleet = await ShopFleet.StartAsync("eu", "<script>alert(1)</script>\u001b[31m");
        for (var cluster = 0; cluster < 2; cluster++)
        {
            _fleet.AddRollout(cluster, "shop", "web", ("team", "payments"), ("argocd.argoproj.io/instance", "x"));
            _fleet.AddReplicaSet(cluster, "shop", "web-1", "web");
            _fleet.AddReplicaSet(cluster, "shop", "web-2", "web");
            _fleet.AddRollout(cluster, "cart", "cart", ("team", "carts"));
            _fleet.AddReplicaSet(cluster, "cart", "cart-1", "cart", ("team", "carts"));
        }

        _fleet.Relabel(0, ResourceKinds.ReplicaSet, "shop", "web-2", "team", "others", Hostile);
        _fleet.AddContext("expired", _fleet[0], "old");
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task It_shows_coverage_changes_and_kept_labels_and_escapes_all_foreign_text()
    {
        var ended = await _fleet.RunProcessAsync("sweep", "--all-contexts", "--report", Report);

        Assert.Equal(3, ended.ExitCode);
        Assert.EndsWith($"Report written to {Report}.\n", ended.Errors, StringComparison.Ordinal);
        var page = await Chromium.DumpAsync(Report);

        // Three of the six objects were complete before.
        var text = TextOf(page);
        Assert.Contains("One cluster is not complete.", text, StringComparison.Ordinal);
        Assert.Contains("expired: failed. Unauthenticated:", text, StringComparison.Ordinal);
        Assert.Contains("100 % of 6 objects have every label that their sources have; before: 50 %", text, StringComparison.Ordinal);
        Assert.Contains("eu complete 100 % 66.6 % 3 0 1 ", text, StringComparison.Ordinal);
        Assert.Contains("team 100 % 2 3 1 0 6", text, StringComparison.Ordinal);
        Assert.Contains("eu shop 100 % 50 % 2 0", text, StringComparison.Ordinal);
        Assert.Contains("3 objects.", text, StringComparison.Ordinal);
        Assert.Contains("eu shop ReplicaSet/web-1 replicasets-of-rollouts + team=payments", text, StringComparison.Ordinal);
        Assert.Contains("has another value, set by another field manager 1 team (1)", text, StringComparison.Ordinal);
        Assert.Contains("excluded by default: it belongs to another tool 4 argocd.argoproj.io/instance (4)", text, StringComparison.Ordinal);
        Assert.Contains($"eu shop ReplicaSet/web-2 team=others {Hostile}", text, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>\\u001b[31m shop", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(img|script|iframe|link|object)", page);
    }

    [Fact]
    public async Task It_loads_nothing()
    {
        await _fleet.RunAsync("sweep", "--dry-run", "--report", Report);

        var html = await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken);
        Assert.Contains("content=\"default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(\\ssrc=|\\shref=|url\\(|@import|://)", html.Replace(System.Net.WebUtility.HtmlEncode(Hostile), "", StringComparison.Ordinal));
        Assert.Contains("would have every label", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_accessible_to_screen_readers()
    {
        await _fleet.RunAsync("sweep", "--report", Report);

        var page = await Chromium.DumpAsync(Report);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "<h1"));
        Assert.All(Regex.Matches(page, "<svg[^>]*>").Select(match => match.Value), svg => Assert.Matches("role=\"img\" aria-label=\"[^\"]+\"", svg));
        Assert.All(Regex.Matches(page, "<table>(.*?)</table>", RegexOptions.Singleline).Select(match => match.Value), table =>
        {
            Assert.Contains("<caption>", table, StringComparison.Ordinal);
            Assert.Contains("<th scope=\"col\"", table, StringComparison.Ordinal);
            Assert.Contains("<th scope=\"row\"", table, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(1280, 1600)]
    [InlineData(500, 1200)]
    public async Task It_is_rendered(int width, int height)
    {
        await _fleet.RunAsync("sweep", "--report", Report);

        var picture = await Chromium.PictureAsync(Report, _fleet.FileOf("report.png"), width, height);

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.True(picture.Bytes > 20_000, $"A picture of {picture.Bytes} bytes shows little.");
    }

    /// <summary>The visible text, with spaces between cells.</summary>
    private static string TextOf(string page)
    {
        var body = Regex.Replace(page, "<style>.*?</style>", "", RegexOptions.Singleline);
        return Regex.Replace(System.Net.WebUtility.HtmlDecode(Regex.Replace(body, "<[^>]*>", " ")), "\\s+", " ");
    }
}
