using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Server.Tests.Authentication;

/// <summary>Senders with API keys, and how a key is exchanged for another.</summary>
public sealed class ApiKeyTests : IDisposable
{
    private const string First = "first-0123456789abcdef0123456789abcdef";
    private const string Second = "second-0123456789abcdef0123456789abcde";

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_configured_key_authenticates_the_sender_and_its_body_is_trusted()
    {
        await using var function = await StartAsync($"ApiKeys:argo-events:Keys:0={First}", $"ApiKeys:argo-events:Keys:1={Second}");

        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfKeyAsync(Second));
        Assert.Equal(("Labeled", 1), (function.LastOutcome().Kind, function.LastOutcome().Reads));
        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfKeyAsync(First));
    }

    [Theory]
    [InlineData("first-0123456789abcdef0123456789abcdeX")]
    [InlineData("FIRST-0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("first-0123456789abcdef0123456789abcde")]
    [InlineData("")]
    public async Task Another_key_is_rejected_without_a_call(string key)
    {
        await using var function = await StartAsync($"ApiKeys:argo-events:Keys:0={First}");

        using var answer = await function.AnswerToAsync(("X-Api-Key", key));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("ApiKey realm=\"tagalong\", header=\"X-Api-Key\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("CredentialsRefused", function.LastOutcome().Reason);
        Assert.Equal(0, function.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task Without_a_key_the_response_asks_for_one()
    {
        await using var function = await StartAsync($"ApiKeys:argo-events:Keys:0={First}");

        using var answer = await function.AnswerToAsync();

        var problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("send a key in the header X-Api-Key", problem, StringComparison.Ordinal);
        Assert.Contains("urn:tagalong:problem:credentials-missing", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_address_is_ignored()
    {
        await using var function = await StartAsync($"ApiKeys:argo-events:Keys:0={First}");
        using var message = Testing.Checkout.ReplicaSet.ToMessage();
        message.RequestUri = new Uri($"/?code={First}&x-api-key={First}", UriKind.Relative);

        using var answer = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_is_rotated_in_its_file_while_the_function_runs()
    {
        await WriteAsync(First);
        await using var function = await StartAsync($"ApiKeys:argo-events:KeyFile={_file}");
        var before = (await function.StatusOfKeyAsync(First), await function.StatusOfKeyAsync(Second));

        await WriteAsync(First, "", Second);
        var atOnce = await function.StatusOfKeyAsync(Second);
        AdvanceToNextReading();
        var meanwhile = (await function.StatusOfKeyAsync(First), await function.StatusOfKeyAsync(Second));
        await WriteAsync(Second);
        AdvanceToNextReading();
        var afterwards = (await function.StatusOfKeyAsync(First), await function.StatusOfKeyAsync(Second));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Unauthorized), before);
        Assert.Equal(HttpStatusCode.Unauthorized, atOnce);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), meanwhile);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted), afterwards);
    }

    [Fact]
    public async Task A_new_key_in_the_file_is_accepted_within_a_second_of_its_first_use()
    {
        await WriteAsync(First);
        await using var function = await StartAsync($"ApiKeys:argo-events:KeyFile={_file}");
        await function.StatusOfKeyAsync(First);
        await WriteAsync(First, Second);
        _clock.Advance(TimeSpan.FromSeconds(1.1));

        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfKeyAsync(Second));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("too short")]
    public async Task A_key_file_that_becomes_unusable_is_logged_and_its_keys_stay_valid(string fault)
    {
        await WriteAsync(First);
        await using var function = await StartAsync($"ApiKeys:argo-events:KeyFile={_file}");
        await function.StatusOfKeyAsync(First);
        if (fault == "gone")
        {
            File.Delete(_file);
        }
        else
        {
            await WriteAsync(fault == "empty" ? "" : "guessable");
        }

        AdvanceToNextReading();

        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfKeyAsync(First));
        var line = Assert.Single(function.Logs.GetSnapshot(), line => line.Message.Contains("Tagalong:Senders:ApiKeys:argo-events:KeyFile", StringComparison.Ordinal));
        Assert.DoesNotContain("guessable", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_sender_is_limited_to_its_own_clusters()
    {
        await using var function = await StartAsync(
            $"ApiKeys:eu:Keys:0={First}", "ApiKeys:eu:Clusters:0=prod-eu-*", $"ApiKeys:us:Keys:0={Second}", "ApiKeys:us:Clusters:0=prod-us-*");

        using var ofAnother = await function.AnswerToAsync(("X-Api-Key", Second));
        var ofItsOwn = await function.StatusOfKeyAsync(First);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Accepted), (ofAnother.StatusCode, ofItsOwn));
        Assert.Contains(
            "The sender \\u0027us\\u0027 may not send events of the cluster \\u0027prod-eu-1\\u0027.",
            await ofAnother.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_and_tokens_can_be_combined()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync([.. issuer.Settings(), $"Tagalong:Senders:ApiKeys:argo-events:Keys:0={First}"]);

        using var without = await function.AnswerToAsync();
        using var withAWrongKey = await function.AnswerToAsync(("X-Api-Key", Second), ("Authorization", $"Bearer {issuer.Token()}"));

        Assert.Equal("Bearer realm=\"tagalong\", ApiKey realm=\"tagalong\", header=\"X-Api-Key\"", without.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, withAWrongKey.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfKeyAsync(First));
        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfTokenAsync(issuer.Token()));
    }

    private Task<RunningFunction> StartAsync(params string[] settings) => Sending.StartAsync(
        ["Tagalong:Senders:Authentication=Required", "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig", .. settings.Select(setting => $"Tagalong:Senders:{setting}")], _clock);

    private Task WriteAsync(params string[] lines) => File.WriteAllLinesAsync(_file, lines, TestContext.Current.CancellationToken);

    private void AdvanceToNextReading() => _clock.Advance(ApiKeyFile.ReadInterval + TimeSpan.FromSeconds(1));
}
