using Tagalong.Core.ApiServer;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Azure;

/// <summary>AKS clusters by resource id, through a fake Entra ID and a fake Resource Manager over real TLS.</summary>
public class AksClusterTests
{
    [Fact]
    public async Task A_cluster_is_found_by_its_resource_id_and_labeled()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings(Aks.ById("shop")));

        var outcome = await labeler.HandleAsync(Aks.Event());

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
        Assert.Equal([$"POST {FakeAzure.ClusterId("shop")}/listClusterUserCredential?api-version=2025-09-01&format=exec"], azure.ArmRequests);
        Assert.Equal(
            [$"{azure.Url}.default", "6dae42f8-4368-4678-94ff-3960e28e3630/.default"],
            azure.TokenRequests.Select(request => request["scope"].Split(' ')[0]));
        Assert.All(azure.TokenRequests, request => Assert.Equal((FakeAzure.Client, "federated-1"), (request["client_id"], request["client_assertion"])));
        labeler.AssertDiscreet(cluster);
    }

    [Fact]
    public async Task Any_number_of_calls_needs_one_token_and_one_look_up()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings([.. Aks.ById("one"), .. Aks.ById("two")]));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => labeler.GetAsync(index % 2 == 0 ? "one" : "two").AsTask()));

        Assert.All(answers, answer => Assert.Equal(ApiStatus.NotFound, answer.Status));
        Assert.Equal(40, cluster.Requests.Reads);
        Assert.Equal((1, 1), (azure.TokensFor("6dae42f8"), azure.TokensFor($"{azure.Url}.default")));
        Assert.Equal(2, azure.ArmRequests.Count);
    }

    [Fact]
    public async Task A_configured_server_needs_a_token_and_no_look_up()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, cluster.CertificateAuthorityPem, TestContext.Current.CancellationToken);
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings(
            "Clusters:shop:Access=Azure", $"Clusters:shop:Server={cluster.Url}", $"Clusters:shop:CertificateAuthority={authority}"));

        var outcome = await labeler.HandleAsync(Aks.Event());
        File.Delete(authority);

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
        Assert.Empty(azure.ArmRequests);
        Assert.Single(azure.TokenRequests);
    }

    [Theory]
    [InlineData(403, "AuthorizationFailed", OutcomeKind.Denied, OutcomeReason.Forbidden, 30, "\"Azure Kubernetes Service Cluster User Role\"")]
    [InlineData(404, "ResourceNotFound", OutcomeKind.Deferred, OutcomeReason.Unreachable, 10, "there is no such cluster")]
    [InlineData(409, "OperationNotAllowed", OutcomeKind.Deferred, OutcomeReason.Unreachable, 10, "409 OperationNotAllowed")]
    [InlineData(429, "TooManyRequests", OutcomeKind.Deferred, OutcomeReason.Throttled, 17, "429 TooManyRequests")]
    [InlineData(500, "InternalServerError", OutcomeKind.Deferred, OutcomeReason.ServerError, 10, "500 InternalServerError")]
    [InlineData(200, "NoKubeconfig", OutcomeKind.Deferred, OutcomeReason.ServerError, 10, "is not a kubeconfig")]
    public async Task A_failed_look_up_defers_the_event_says_what_to_do_and_is_retried_later(
        int status, string code, OutcomeKind kind, OutcomeReason reason, int patience, string words)
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.OnArm = _ => (status, FakeAzure.Error(code));
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(Aks.ById("shop")));

        var first = await labeler.HandleAsync(Aks.Event());
        var asked = azure.ArmRequests.Count;
        var soon = await labeler.HandleAsync(Aks.Event());
        var askedSoon = azure.ArmRequests.Count;
        azure.OnArm = static _ => null;
        clock.Advance(TimeSpan.FromSeconds(patience + 1));
        var mended = await labeler.HandleAsync(Aks.Event());

        Assert.Equal((kind, reason, TimeSpan.FromSeconds(patience)), (first.Kind, first.Reason, first.RetryAfter));
        Assert.Contains(FakeAzure.ClusterId("shop"), first.Detail, StringComparison.Ordinal);
        Assert.Contains(words, first.Detail, StringComparison.Ordinal);
        Assert.Equal((reason, asked), (soon.Reason, askedSoon));
        Assert.Equal(OutcomeKind.Labeled, mended.Kind);
        labeler.AssertDiscreet(cluster);
    }

    [Fact]
    public async Task A_look_up_that_outlasts_an_event_is_used_by_the_next_event()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        using var gate = new SemaphoreSlim(0);
        azure.OnArm = _ =>
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return null;
        };
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings([.. Aks.ById("shop"), "ApiCalls:AttemptTimeout=00:00:00.3"]));

        var first = await labeler.HandleAsync(Aks.Event());
        gate.Release();
        var second = await labeler.HandleUntilAsync(Aks.Event(), static outcome => outcome.Kind != OutcomeKind.Deferred);

        Assert.Equal(OutcomeReason.TimedOut, first.Reason);
        Assert.Equal(OutcomeKind.Labeled, second.Kind);
        Assert.Single(azure.ArmRequests);
    }

    [Fact]
    public async Task A_Resource_Manager_that_never_answers_times_out()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, azure.Settings(
            [.. Aks.ById("shop"), .. Aks.ById("other"), "Azure:Timeout=00:00:02", "ApiCalls:AttemptTimeout=00:00:30", "Labeler:EventTimeout=00:00:40"]));
        await labeler.GetAsync("other");

        azure.ArmHangs = true;
        var outcome = await labeler.HandleAsync(Aks.Event());

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.TimedOut), (outcome.Kind, outcome.Reason));
        Assert.Contains("did not answer within 2 s", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_Entra_ID_is_rejected_and_its_credentials_are_not_used()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        azure.KubeconfigUser = $"{{ client-certificate-data: czNjcmV0, client-key-data: czNjcmV0, token: {cluster.AdminToken} }}";
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings(Aks.ById("shop")));

        var outcome = await labeler.HandleAsync(Aks.Event());

        Assert.Equal((OutcomeKind.Denied, OutcomeReason.Forbidden), (outcome.Kind, outcome.Reason));
        Assert.Contains("has no Entra ID", outcome.Detail, StringComparison.Ordinal);
        Assert.Contains("AllowLocalAccounts", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests.Snapshot());
        labeler.AssertDiscreet(cluster);
    }

    [Fact]
    public async Task A_cluster_without_Entra_ID_that_is_allowed_is_called_with_the_certificate_from_Azure()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        using var authority = Certificates.Authority("aks-client-ca");
        using var client = Certificates.Signed(authority, "masterclient");
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(client)!;
        azure.KubeconfigUser = $"{{ client-certificate-data: {Base64(client.ExportCertificatePem())}, client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())} }}";
        (azure.KubeconfigServer, azure.KubeconfigAuthority) = (
            azure.Url.GetLeftPart(UriPartial.Authority), await File.ReadAllTextAsync(azure.AuthorityFile, TestContext.Current.CancellationToken));
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings([.. Aks.ById("shop"), "Clusters:shop:AllowLocalAccounts=true"]));

        var answer = await labeler.GetAsync();

        Assert.Equal((ApiStatus.Ok, "masterclient"), (answer.Status, answer.Object?.Name));
        Assert.Equal(0, azure.TokensFor("6dae42f8"));

        static string Base64(string pem) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pem));
    }

    [Fact]
    public async Task A_recreated_cluster_is_found_again()
    {
        await using var former = await Aks.SeededAsync();
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        (azure.KubeconfigServer, azure.KubeconfigAuthority, azure.AksToken) = (former.Url.GetLeftPart(UriPartial.Authority), former.CertificateAuthorityPem, former.AdminToken);
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(Aks.ById("shop")));
        Assert.Equal(ApiStatus.NotFound, (await labeler.GetAsync()).Status);

        await former.StopAsync();
        (azure.KubeconfigServer, azure.KubeconfigAuthority, azure.AksToken) = ("", "", cluster.AdminToken);
        var unreachable = await labeler.GetAsync();
        var tooSoon = await labeler.GetAsync();
        var lookedUpSoon = azure.ArmRequests.Count;
        clock.Advance(TimeSpan.FromMinutes(4));
        var outcome = await labeler.HandleUntilAsync(Aks.Event(), static outcome => outcome.Kind != OutcomeKind.Deferred);

        Assert.Equal((ApiStatus.Unreachable, ApiStatus.Unreachable, 1), (unreachable.Status, tooSoon.Status, lookedUpSoon));
        Assert.Equal((OutcomeKind.Labeled, 2), (outcome.Kind, azure.ArmRequests.Count));
    }

    [Fact]
    public async Task A_failed_look_up_keeps_the_known_server_of_a_cluster_that_was_down()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        var clock = Aks.Clock();
        await using var labeler = RunningLabeler.Start("", clock, azure.Settings(Aks.ById("shop")));
        await labeler.GetAsync();

        await cluster.StopAsync();
        azure.OnArm = _ => (404, FakeAzure.Error("ResourceNotFound"));
        await labeler.GetAsync();
        clock.Advance(TimeSpan.FromMinutes(4));
        await labeler.GetAsync();
        await Aks.UntilAsync(() => azure.ArmRequests.Count == 2);
        await cluster.RestartAsync(TestContext.Current.CancellationToken);
        var outcome = await labeler.HandleAsync(Aks.Event());

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
    }
}
