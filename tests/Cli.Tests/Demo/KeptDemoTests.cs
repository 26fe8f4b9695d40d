using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.Demo;

/// <summary><c>demo --keep</c>.</summary>
public class KeptDemoTests
{
    private const string CanaryReplicaSet = "checkout-5787c9fcb6";

    [Fact]
    public async Task A_kept_demo_serves_kubectl_and_accepts_events_until_Ctrl_C()
    {
        using var process = TagalongProcess.Start("demo", "--pace", "fast", "--output", "json", "--keep");
        var lines = await process.ReadUntilAsync(line => line == "}");
        var kept = JsonNode.Parse(string.Concat(lines))!["kept"]!;
        var kubeconfig = kept["kubeconfig"]!.GetValue<string>();

        var shown = await KubectlAsync(kubeconfig, "get", "rs,experiments,rollouts", "--show-labels");
        Assert.Contains($"replicaset.apps/{CanaryReplicaSet}", shown, StringComparison.Ordinal);
        Assert.Contains("team=payments", shown, StringComparison.Ordinal);

        var replicaSet = await KubectlAsync(kubeconfig, "get", "--raw", $"/apis/apps/v1/namespaces/shop/replicasets/{CanaryReplicaSet}");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(kept["url"]!.GetValue<string>(), replicaSet));

        await KubectlAsync(kubeconfig, "label", "rs", CanaryReplicaSet, "team-");
        Assert.True(await ComesBackAsync(kubeconfig));

        await process.SignalAsync("INT");
        var ended = await process.EndAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Errors));
        Assert.Empty(process.LeftBehind);
    }

    private static async Task<bool> ComesBackAsync(string kubeconfig)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await KubectlAsync(kubeconfig, "get", "rs", CanaryReplicaSet, "-o", "jsonpath={.metadata.labels.team}") == "payments")
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return false;
    }

    private static async Task<string> KubectlAsync(string kubeconfig, params string[] args)
    {
        var start = new ProcessStartInfo("kubectl", ["--kubeconfig", kubeconfig, "-n", "shop", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var kubectl = Process.Start(start)!;
        var errors = kubectl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await kubectl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await kubectl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(kubectl.ExitCode == 0, $"kubectl {string.Join(' ', args)}: {await errors}");
        return output;
    }

    private static async Task<HttpStatusCode> PostAsync(string url, string body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        request.Headers.Add("Ce-Specversion", "1.0");
        request.Headers.Add("Ce-Id", "1");
        request.Headers.Add("Ce-Source", "me");
        request.Headers.Add("Ce-Type", "dev.knative.apiserver.resource.update");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
