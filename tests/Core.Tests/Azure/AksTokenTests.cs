using Tagalong.Core.ApiServer;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Azure;

/// <summary>The token for AKS: when it is asked for, and when it is asked for anew.</summary>
public class AksTokenTests
{
    [Fact]
    public async Task A_rejected_token_is_renewed_once_and_the_call_is_retried_once()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.AksToken = "withdrawn";
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings(Aks.ById("shop")));
        azure.OnToken = request =>
        {
            // Whatever the credential remembers, it must not be asked: only a request over the wire brings the new one.
            azure.AksToken = azure.TokensFor("6dae42f8") > 1 ? cluster.AdminToken : "withdrawn";
            return null;
        };

        var answer = await labeler.GetAsync();

        Assert.Equal(ApiStatus.NotFound, answer.Status);
        Assert.Equal([401, 404], cluster.Requests.Snapshot().Select(request => request.StatusCode));
        Assert.Equal(2, azure.TokensFor("6dae42f8"));
    }

    [Fact]
    public async Task Many_calls_that_are_rejected_at_once_request_one_new_token()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings([.. Aks.ById("shop"), "Limits:BreakMinimumCalls=100"]));
        azure.OnToken = request =>
        {
            azure.AksToken = azure.TokensFor("6dae42f8") > 1 ? cluster.AdminToken : "withdrawn";
            return null;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => labeler.GetAsync().AsTask()));

        Assert.All(answers, answer => Assert.Equal(ApiStatus.NotFound, answer.Status));
        Assert.Equal(2, azure.TokensFor("6dae42f8"));
    }

    [Fact]
    public async Task A_token_that_stays_rejected_defers_the_event_and_is_renewed_only_every_30_seconds()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.AksToken = "withdrawn-s3cret";
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(Aks.ById("shop")));

        var first = await labeler.HandleAsync(Aks.Event());
        for (var more = 0; more < 5; more++)
        {
            await labeler.HandleAsync(Aks.Event());
        }

        var tokens = azure.TokensFor("6dae42f8");
        clock.Advance(TimeSpan.FromSeconds(31));
        await labeler.HandleAsync(Aks.Event());

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.Unauthenticated), (first.Kind, first.Reason));
        Assert.Equal((2, 3), (tokens, azure.TokensFor("6dae42f8")));
        labeler.AssertDiscreet(cluster);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_while_the_old_one_is_still_used()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.TokenLifetime = TimeSpan.FromMinutes(4);
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(Aks.ById("shop")));
        await labeler.GetAsync();

        azure.OnToken = _ => (400, """{"error":"invalid_request","error_description":"AADSTS90033: A transient error has occurred."}""");
        clock.Advance(TimeSpan.FromSeconds(31));
        var whileEntraIsDown = await labeler.GetAsync();
        await Aks.UntilAsync(() => azure.TokensFor("6dae42f8") > 1);
        clock.Advance(TimeSpan.FromMinutes(5));
        var afterItsEnd = await labeler.GetAsync();

        Assert.Equal((ApiStatus.NotFound, ApiStatus.Unauthenticated), (whileEntraIsDown.Status, afterItsEnd.Status));
        Assert.Equal([404, 404], cluster.Requests.Snapshot().Select(request => request.StatusCode));
    }

    [Fact]
    public async Task A_rotated_federated_token_is_used()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.TokenLifetime = TimeSpan.FromMinutes(4);
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(Aks.ById("shop")));
        await labeler.GetAsync();

        await File.WriteAllTextAsync(azure.FederatedTokenFile, "federated-2", TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(31));
        await labeler.GetAsync();
        await Aks.UntilAsync(() => azure.TokensFor("6dae42f8") > 1);

        Assert.Equal(["federated-1", "federated-1", "federated-2"], azure.TokenRequests.Take(3).Select(request => request["client_assertion"]));
    }

    [Fact]
    public async Task A_token_request_that_Entra_rejects_defers_the_event_with_its_code_but_without_its_text()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.OnToken = _ => (400, """{"error":"invalid_client","error_description":"AADSTS700213: No matching federated identity record found for federated-1 s3cret","error_codes":[700213]}""");
        var clock = Aks.Clock();
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, cluster.CertificateAuthorityPem, TestContext.Current.CancellationToken);
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(
            "Clusters:shop:Access=Azure", $"Clusters:shop:Server={cluster.Url}", $"Clusters:shop:CertificateAuthority={authority}"));

        var outcome = await labeler.HandleAsync(Aks.Event());
        var asked = azure.TokenRequests.Count;
        await labeler.HandleAsync(Aks.Event());
        var askedSoon = azure.TokenRequests.Count;
        azure.OnToken = static _ => null;
        clock.Advance(TimeSpan.FromSeconds(3));
        var mended = await labeler.HandleAsync(Aks.Event());
        File.Delete(authority);

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.Unauthenticated), (outcome.Kind, outcome.Reason));
        Assert.Contains("(AADSTS700213)", outcome.Detail, StringComparison.Ordinal);
        Assert.Contains("Tagalong:Azure:ClientId", outcome.Detail, StringComparison.Ordinal);
        Assert.Equal(asked, askedSoon);
        Assert.Equal(OutcomeKind.Labeled, mended.Kind);
        labeler.AssertDiscreet(cluster);
    }

    [Fact]
    public async Task An_event_does_not_wait_longer_for_a_token_than_for_a_response()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        using var gate = new SemaphoreSlim(0);
        azure.OnToken = _ =>
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return null;
        };
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings([.. Aks.ById("shop"), "ApiCalls:AttemptTimeout=00:00:00.3"]));

        var first = await labeler.HandleAsync(Aks.Event());
        gate.Release(10);
        var second = await labeler.HandleUntilAsync(Aks.Event(), static outcome => outcome.Kind != OutcomeKind.Deferred);

        Assert.Equal(OutcomeReason.TimedOut, first.Reason);
        Assert.Equal(OutcomeKind.Labeled, second.Kind);
    }
}
