using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tagalong.DevCluster;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests;

/// <summary>The real process: what it says of a configuration that cannot work, and how it comes and goes.</summary>
public partial class StartTests
{
    [Theory]
    [InlineData("KUBECONFIG=/no/such/file", "Cannot connect to a cluster")]
    [InlineData("Tagalong__Clusters__prod__Kubeconfig=/no/such/file", "Tagalong:Clusters:prod:Kubeconfig is '/no/such/file', and there is no such file.")]
    [InlineData("Tagalong__Clusters__prod__Context=nowhere", "Cannot connect to the cluster prod")]
    [InlineData("Tagalong__Clusters__prod__Access=Tokn", "Tagalong:Clusters:prod:Access is 'Tokn'; set one of Kubeconfig, InCluster, Token, ClientCertificate, Azure.")]
    [InlineData("Tagalong__Clusters__prod__Tokenfile2=x", "did you mean 'TokenFile'?")]
    [InlineData("Tagalong__Azure__Credential=Default", "Tagalong:Azure:Credential is 'Default'; set one of WorkloadIdentity, ManagedIdentity, AzureCli.")]
    [InlineData("Tagalong__Imports__0__Subscription=prod", "Tagalong:Imports:0: Subscription is 'prod'; set the subscription's id, a GUID.")]
    [InlineData("Tagalong__Limits__WritesPerSecond=0", "Tagalong:Limits:WritesPerSecond is 0; set a number from 1 to 10000.")]
    [InlineData("Tagalong__Fleet__File=/no/such/file", "Tagalong:Fleet:File")]
    [InlineData("Tagalong__Policies__Path=/no/such/folder", "/no/such/folder")]
    [InlineData("Tagalong__Policies__BuiltIn__0=argo-rollout", "did you mean 'argo-rollouts'?")]
    [InlineData("Tagalong__Http__MaxInFlight=0", "Tagalong:Http:MaxInFlight is 0; set a number from 1 to 100000.")]
    [InlineData("Tagalong__Http__MaxBytesInFlight=4194304", "Tagalong:Http:MaxBytesInFlight has to be at least twice Tagalong:Http:MaxBodyBytes")]
    [InlineData("Tagalong__ApiCalls__AttemptTimeout=00:00:00", "Tagalong:ApiCalls:AttemptTimeout is 00:00:00; set a time from 00:00:00.1000000 to 00:01:00.")]
    [InlineData("Tagalong__ApiCalls__MaxRetries=many", "Tagalong:ApiCalls:MaxRetries is 'many'; set a whole number.")]
    [InlineData("Tagalong__Senders__Authentication=Anyone", "Tagalong:Senders:Authentication")]
    [InlineData("Tagalong__Senders__Authentication=3", "Tagalong:Senders:Authentication is '3'; set one of Required, Anonymous, Platform.")]
    [InlineData("Tagalong__Senders__Authentication=Required", "No sender can authenticate. Set Tagalong:Senders:ApiKeys or Tagalong:Senders:Issuers")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT is not an http or https address")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'")]
    [InlineData("Tagalong__Telemetry__MetricsPort=99999", "Tagalong:Telemetry:MetricsPort is 99999; set a number from 0 to 65535.")]
    [InlineData("PORT=http", "PORT is 'http'")]
    public async Task An_invalid_configuration_fails_the_start_with_the_setting_to_change(string setting, string expected)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await RunAsync(cluster, [setting]);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors + output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Tagalong:Cluster is not a setting; did you mean 'Clusters'?",
        "Tagalong:Http:MaxInflights is not a setting; did you mean 'MaxInFlight'?",
        "Tagalong:Telemetry:MetricPort is not a setting; did you mean 'MetricsPort'?",
        "Tagalong:Labeler:Timeout is not a setting; choose from EventTimeout, RelabelHorizon, ChildConcurrency, RememberedObjects.",
        "Tagalong:ApiCalls:MaxRetrys is not a setting; did you mean 'MaxRetries'?",
        "Tagalong:Owners:Capacitiy is not a setting; did you mean 'Capacity'?",
        "Tagalong:Fleet:Files is not a setting; did you mean 'File'?",
        "Tagalong:Azure:ClientIds is not a setting; did you mean 'ClientId'?",
        "Tagalong:Policies:Paths is not a setting; did you mean 'Path'?",
        "Tagalong:OutcomeEvents:Sinks is not a setting; did you mean 'Sink'?")]
    public async Task Unknown_settings_fail_the_start_and_are_all_reported_at_once(params string[] expected)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await RunAsync(cluster, [.. expected.Select(static fault => $"{fault.Split(' ')[0].Replace(":", "__", StringComparison.Ordinal)}=x")]);

        Assert.Equal(2, exitCode);
        Assert.All(expected, fault => Assert.Contains(fault, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_of_one_cluster_connects_before_the_first_event()
    {
        await using var server = await RunningServer.StartAsync();

        await Eventually.EqualAsync(1, () => Task.FromResult(server.Cluster.Requests.Count(static request => request.Path == "/version")));
        Assert.Equal((0, 0), (server.Cluster.Requests.Reads, server.Cluster.Requests.Writes));
    }

    [Fact]
    public async Task All_errors_of_the_policies_are_reported_at_once()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "apiVersion: tagalong.dev/v1\nkind: LabelPolicy\nmetadata: { name: x }\nrules:\n- name: A\n- {}\n", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await RunAsync(cluster, [$"Tagalong__Policies__Path={file}"]);
        File.Delete(file);

        Assert.Equal(2, exitCode);
        Assert.Contains($"{file}:5:3: rules[0]", errors, StringComparison.Ordinal);
        Assert.Contains($"{file}:6:3: rules[1]", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "Tagalong:Clusters:x:Server=y")]
    [InlineData("serve", "now")]
    [InlineData("--Tagalong:Clusters:x:Server")]
    public async Task An_unknown_argument_is_rejected(params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(null, [], arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains($"Unknown argument '{arguments[^1]}'. Pass settings as --Section:Name=value.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No destination is configured: set --apply", "watch")]
    [InlineData("Set --apply (Tagalong:Watch:Apply), so that this process writes the labels, or --sink", "watch", "--apply", "--sink", "http://127.0.0.1:1")]
    [InlineData("Tagalong:Watch:Sink (--sink) has to be an http or https address", "watch", "--sink=broker")]
    [InlineData("Required argument missing for option: '--sink'", "watch", "--sink")]
    [InlineData("Tagalong:Watch:SinkKeyFile is '/no/such/file', and there is no such file.", "watch", "--sink=http://127.0.0.1:1", "--Tagalong:Watch:SinkKeyFile=/no/such/file")]
    [InlineData("Tagalong:Watch:Capacity is 0; set a number from 1 to 1000000.", "watch", "--apply", "--Tagalong:Watch:Capacity=0")]
    [InlineData("K_CE_OVERRIDES cannot be read", "watch", "--apply", "--K_CE_OVERRIDES=[]")]
    [InlineData("K_CE_OVERRIDES has the extension 'not-one'", "watch", "--apply", """--K_CE_OVERRIDES={"extensions":{"not-one":"x"}}""")]
    [InlineData("Several clusters are configured", "watch", "--apply", "--Tagalong:Clusters:a:Access=Kubeconfig", "--Tagalong:Clusters:b:Access=Kubeconfig")]
    [InlineData("is 'c', and no cluster of that name is configured", "watch", "--apply", "--cluster", "c", "--Tagalong:Clusters:a:Access=Kubeconfig", "--Tagalong:Clusters:b:Access=Kubeconfig")]
    public async Task An_invalid_watch_is_rejected_with_the_option_to_set(string expected, params string[] arguments)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await RunAsync(cluster, [], arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_rejected()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await RunAsync(cluster, [], "swep");

        Assert.Equal(2, exitCode);
        Assert.Contains("no verb 'swep'", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tagalong:Clusters:NAME", "--help")]
    [InlineData("Tagalong:Clusters:NAME", "-h")]
    [InlineData("Tagalong:Clusters:NAME", "help")]
    [InlineData("0.1.0", "--version")]
    [InlineData("PORT=9090", "serve", "-h")]
    [InlineData("--queue <NAME>", "consume", "--help")]
    [InlineData("--server-dry-run", "sweep", "--help")]
    [InlineData("--sink <URL>", "help", "watch")]
    public async Task Help_and_version_need_no_cluster(string expected, params string[] arguments)
    {
        var (exitCode, output, _) = await RunAsync(null, [], arguments);

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_runs_until_SIGTERM()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        using var process = Start(cluster, ["PORT=0"], out var kubeconfig);
        var url = await ListeningAsync(process);
        using var client = new HttpClient { BaseAddress = url };
        using var message = RecordedRequest.Named("knative-resource", "12-add-experiment-baseline-vs-canary").ToMessage();

        using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(kubeconfig);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Without_AKS_clusters_nothing_of_Azure_is_loaded()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        using var process = Start(cluster, ["PORT=0"], out var kubeconfig);
        await ListeningAsync(process);

        var loaded = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);
        process.Kill();
        File.Delete(kubeconfig);

        Assert.Contains("YamlDotNet.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Azure.", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Identity", loaded, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<=Now listening on: )http://[^\s""]+:\d+")]
    private static partial Regex ListeningAt();

    private static async Task<Uri> ListeningAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (ListeningAt().Match(line) is { Success: true } match)
            {
                return new Uri(match.Value.Replace("[::]", "localhost", StringComparison.Ordinal));
            }
        }

        throw new InvalidOperationException($"The process does not listen: {await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(DevApiServer? cluster, string[] settings, params string[] arguments)
    {
        using var process = Start(cluster, settings, out var kubeconfig, arguments);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        using var end = limit.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(kubeconfig);
        return (process.ExitCode, await output, await errors);
    }

    private static Process Start(DevApiServer? cluster, string[] settings, out string kubeconfig, params string[] arguments)
    {
        kubeconfig = Path.GetTempFileName();
        var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (cluster is not null)
        {
            File.WriteAllText(kubeconfig, cluster.KubeconfigFor());
            start.Environment["KUBECONFIG"] = kubeconfig;
        }

        start.Environment["PORT"] = "0";
        start.Environment["Tagalong__Senders__Authentication"] = "Platform";
        foreach (var setting in settings)
        {
            start.Environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        }

        return Process.Start(start)!;
    }
}
