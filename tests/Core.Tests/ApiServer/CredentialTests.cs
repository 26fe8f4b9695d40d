using Microsoft.Extensions.Options;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>The ways to prove oneself to an API server that a kubeconfig may name.</summary>
public class CredentialTests
{
    [Fact]
    public async Task A_token_from_a_credential_plugin_is_used()
    {
        await using var cluster = await SeededAsync();
        var plugin = await PluginAsync($$$"""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{cluster.AdminToken}}}"}}'""");
        await using var labeler = RunningLabeler.Start(WithUser(cluster, $$"""exec: { apiVersion: client.authentication.k8s.io/v1, command: {{plugin}}, interactiveMode: Never }"""));

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());
        File.Delete(plugin);

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
    }

    [Fact]
    public async Task A_credential_plugin_that_fails_later_defers_the_event_and_its_output_is_not_quoted()
    {
        await using var cluster = await SeededAsync();
        var plugin = await PluginAsync(
            $$$"""
            if [ -e "$0.ran" ]; then echo s3cret-words; echo out of order >&2; exit 1; fi
            touch "$0.ran"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"x","expirationTimestamp":"2020-01-01T00:00:00Z"}}'
            """);
        await using var labeler = RunningLabeler.Start(WithUser(cluster, $$"""exec: { apiVersion: client.authentication.k8s.io/v1, command: {{plugin}}, interactiveMode: Never }"""));

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());
        File.Delete(plugin);
        File.Delete(plugin + ".ran");

        Assert.Equal(OutcomeReason.Unauthenticated, outcome.Reason);
        Assert.Equal($"The credential plugin {plugin} failed with exit code 1: out of order", outcome.Detail);
        Assert.All(labeler.Logs.GetSnapshot(), line => Assert.DoesNotContain("s3cret", line.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_token_defers_the_event()
    {
        await using var cluster = await SeededAsync();
        await using var labeler = RunningLabeler.Start(WithUser(cluster, "token: wrong"));

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.Unauthenticated), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_an_unknown_authority_is_not_called()
    {
        await using var cluster = await SeededAsync();
        await using var stranger = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var kubeconfig = stranger.KubeconfigFor().Replace($":{stranger.Url.Port}", $":{cluster.Url.Port}", StringComparison.Ordinal);
        await using var labeler = RunningLabeler.Start(kubeconfig, "ApiCalls:MaxRetries=0");

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());

        Assert.Equal(OutcomeReason.Unreachable, outcome.Reason);
        Assert.Empty(cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task Without_a_configured_authority_those_of_the_machine_are_used()
    {
        await using var cluster = await SeededAsync();
        var kubeconfig = string.Join('\n', cluster.KubeconfigFor().Split('\n').Where(static line => !line.Contains("certificate-authority-data", StringComparison.Ordinal)));
        await using var labeler = RunningLabeler.Start(kubeconfig, "ApiCalls:MaxRetries=0");

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.Unreachable), (outcome.Kind, outcome.Reason));
        Assert.Empty(cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task The_certificate_of_a_server_must_have_the_TLS_server_name_of_the_kubeconfig()
    {
        await using var cluster = await SeededAsync();
        var kubeconfig = cluster.KubeconfigFor().Replace("    server:", "    tls-server-name: localhost\n    server:", StringComparison.Ordinal);
        await using var labeler = RunningLabeler.Start(kubeconfig);

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
    }

    [Fact]
    public async Task A_server_with_another_name_in_its_certificate_is_not_called()
    {
        await using var cluster = await SeededAsync();
        var kubeconfig = cluster.KubeconfigFor().Replace("    server:", "    tls-server-name: kubelet.example\n    server:", StringComparison.Ordinal);
        Assert.Contains("kubelet.example", kubeconfig, StringComparison.Ordinal);
        await using var labeler = RunningLabeler.Start(kubeconfig, "ApiCalls:MaxRetries=0");

        var outcome = await labeler.HandleAsync(Added.ToEnvelope());

        Assert.Equal(OutcomeReason.Unreachable, outcome.Reason);
        Assert.Empty(cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task A_kubeconfig_that_disables_verification_is_rejected()
    {
        await using var cluster = await SeededAsync();
        var lines = cluster.KubeconfigFor().Split('\n').Select(line => line.TrimStart().StartsWith("certificate-authority-data:", StringComparison.Ordinal)
            ? line[..^line.TrimStart().Length] + "insecure-skip-tls-verify: true"
            : line);
        await using var labeler = RunningLabeler.Start(string.Join('\n', lines));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () => await labeler.HandleAsync(Added.ToEnvelope()));

        Assert.Contains("insecure-skip-tls-verify", error.Message, StringComparison.Ordinal);
    }

    private static readonly RecordedRequest Added = Checkout.ReplicaSet;

    private static string WithUser(DevApiServer cluster, string user)
    {
        var lines = cluster.KubeconfigFor().Split('\n');
        return string.Join('\n', lines.Select(line => line.TrimStart().StartsWith("token:", StringComparison.Ordinal)
            ? line[..^line.TrimStart().Length] + user
            : line));
    }

    private static async Task<string> PluginAsync(string script)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static Task<DevApiServer> SeededAsync() => Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
}
