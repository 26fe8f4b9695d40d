using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Fleet;
using Tagalong.Core.Kubeconfig;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Fleet;

/// <summary>Every way to reach a cluster that needs no cloud, each walked to a label.</summary>
public sealed class ClusterAccessTests : IAsyncLifetime
{
    private readonly TemporaryFolder _files = new();
    private DevApiServer _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _files.Dispose();
        return _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_context_of_a_kubeconfig()
    {
        await AssertReachedAsync($"Kubeconfig={_files.Write("kubeconfig", _cluster.KubeconfigFor())}", "Context=dev");
    }

    [Fact]
    public async Task A_server_with_a_token_file()
    {
        await AssertReachedAsync("Access=Token", $"Server={_cluster.Url}", Authority(), $"TokenFile={_files.Write("token", _cluster.AdminToken)}");
    }

    [Fact]
    public async Task A_server_with_a_client_certificate()
    {
        var (certificate, key) = _cluster.ClientCertificateFor();

        await AssertReachedAsync(
            "Access=ClientCertificate", $"Server={_cluster.Url}", Authority(),
            $"ClientCertificate={_files.Write("tls.crt", certificate)}", $"ClientKey={_files.Write("tls.key", key)}");
    }

    [Fact]
    public async Task A_client_certificate_of_another_authority_is_rejected()
    {
        await using var stranger = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var (certificate, key) = stranger.ClientCertificateFor();

        var outcome = await LabelAsync(
            "Access=ClientCertificate", $"Server={_cluster.Url}", Authority(),
            $"ClientCertificate={_files.Write("tls.crt", certificate)}", $"ClientKey={_files.Write("tls.key", key)}");

        Assert.Equal(OutcomeReason.Unreachable, outcome.Reason);
        Assert.Empty(_cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task The_cluster_of_a_pod_with_its_service_account()
    {
        _files.Write("ca.crt", _cluster.CertificateAuthorityPem);
        _files.Write("token", _cluster.AdminToken);
        var environment = ClusterEnvironment.Of(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["KUBERNETES_SERVICE_HOST"] = _cluster.Url.Host,
                ["KUBERNETES_SERVICE_PORT"] = $"{_cluster.Url.Port}",
            }).Build(),
            serviceAccountFolder: _files["."]);

        var found = new EndpointFactory(environment, new FleetOptions(), new KubeconfigCache(), TimeProvider.System, NullLogger.Instance)
            .Create(new ClusterOptions { Access = ClusterAccess.InCluster }, context: null);
        using var connection = new ApiServerClient(
            new ApiServerTransport(found, TimeSpan.FromSeconds(3), TimeProvider.System, NullLogger.Instance), new ApiCallOptions(), new ClusterLimitOptions(), TimeProvider.System, new Random(1));
        var answer = await connection.GetAsync("api/v1/namespaces/default", metadataOnly: true, TestContext.Current.CancellationToken);

        Assert.Equal(ApiStatus.Ok, answer.Status);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_called()
    {
        await using var stranger = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);

        var outcome = await LabelAsync(
            "Access=Token", $"Server={_cluster.Url}", $"CertificateAuthority={_files.Write("ca.crt", stranger.CertificateAuthorityPem)}",
            $"TokenFile={_files.Write("token", _cluster.AdminToken)}");

        Assert.Equal(OutcomeReason.Unreachable, outcome.Reason);
        Assert.Empty(_cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task A_rejected_token_is_read_again_once()
    {
        var token = _files.Write("token", "stale");
        await using var labeler = Start("Access=Token", $"Server={_cluster.Url}", Authority(), $"TokenFile={token}");
        var refused = await labeler.HandleAsync(Checkout.ReplicaSet.ToEnvelope());
        var asked = _cluster.Requests.Snapshot().Count;
        _files.Write("token", _cluster.AdminToken);

        var outcome = await labeler.HandleAsync(Checkout.ReplicaSet.ToEnvelope());

        Assert.Equal((OutcomeReason.Unauthenticated, 2), (refused.Reason, asked));
        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
    }

    [Theory]
    [InlineData("Access=Token", "Tagalong:Clusters:prod:Server is missing; Access Token needs it.")]
    [InlineData("Access=Token", "Tagalong:Clusters:prod:TokenFile is missing; Access Token needs it.")]
    [InlineData("Access=Token;Server=http://10.0.0.1", "Tagalong:Clusters:prod:Server has to be the URL of an API server, https://…, without a user.")]
    [InlineData("Access=Token;Server=https://u:p@10.0.0.1", "Tagalong:Clusters:prod:Server has to be the URL")]
    [InlineData("Server=https://10.0.0.1", "Tagalong:Clusters:prod:Server does not go with Access Kubeconfig, but with Token, ClientCertificate, Azure.")]
    [InlineData("Access=Token;Server=https://10.0.0.1;TokenFile=/none", "Tagalong:Clusters:prod:TokenFile is '/none', and there is no such file.")]
    [InlineData("Access=Azure", "either Server or ResourceId")]
    [InlineData("Access=7", "Tagalong:Clusters:prod:Access is '7'; set one of")]
    [InlineData("Access=Tokens", "Tagalong:Clusters:prod:Access is 'Tokens'; set one of Kubeconfig, InCluster, Token, ClientCertificate, Azure.")]
    [InlineData("TokenFiles=x", "Tagalong:Clusters:prod:TokenFiles is not a setting; did you mean 'TokenFile'?")]
    [InlineData("Limits:WritesPerSecond=0", "Tagalong:Clusters:prod:Limits:WritesPerSecond is 0; set a number from 1 to 10000.")]
    [InlineData("Limits:Writes=0", "Tagalong:Clusters:prod:Limits:Writes is not a setting")]
    [InlineData("AllowLocalAccounts=perhaps", "Tagalong:Clusters:prod:AllowLocalAccounts is 'perhaps'; set true or false.")]
    public void Invalid_settings_are_reported_by_name(string settings, string expected)
    {
        var error = Assert.Throws<OptionsValidationException>(() => _ = Catalog(settings.Split(';')));

        Assert.Contains(error.Failures, failure => failure.Contains(expected, StringComparison.Ordinal));
    }

    private static ClusterRegistry Catalog(string[] settings)
    {
        var labeler = RunningLabeler.Start("", [.. settings.Select(static setting => $"Clusters:prod:{setting}")]);
        return (ClusterRegistry)labeler.Services.GetService(typeof(ClusterRegistry))!;
    }

    private string Authority() => $"CertificateAuthority={_files.Write("ca.crt", _cluster.CertificateAuthorityPem)}";

    private static async Task AssertReachedAsync(params string[] settings) => Assert.Equal(OutcomeKind.Labeled, (await LabelAsync(settings)).Kind);

    private static async Task<Outcome> LabelAsync(params string[] settings)
    {
        await using var labeler = Start(settings);
        return await labeler.HandleAsync(Checkout.ReplicaSet.ToEnvelope());
    }

    private static RunningLabeler Start(params string[] settings) =>
        RunningLabeler.Start("", ["ApiCalls:MaxRetries=0", .. settings.Select(static setting => $"Clusters:prod-eu-1:{setting}")]);
}
