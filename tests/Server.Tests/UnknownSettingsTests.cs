using Microsoft.Extensions.Options;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Server.Tests;

/// <summary>A name below <c>Tagalong</c> that is not a setting fails the start of every verb, whether the verb reads its section or not.</summary>
public class UnknownSettingsTests
{
    /// <summary>Setting and error.</summary>
    private static readonly (string Setting, string Error)[] Misspelt =
    [
        ("Tagalong:Polices:Path=/nope", "Tagalong:Polices is not a setting; did you mean 'Policies'?"),
        ("Tagalog:Policies:Path=/nope", "Tagalog is not a section; did you mean 'Tagalong'?"),
        ("TAGALONGS:Policies:Path=/nope", "TAGALONGS is not a section; did you mean 'Tagalong'?"),
        ("Tagalong:Limit:WritesPerSecond=1", "Tagalong:Limit is not a setting; did you mean 'Limits'?"),
        ("Tagalong:Queue:RabitMq:Uri=amqp://x", "Tagalong:Queue:RabitMq is not a setting; did you mean 'RabbitMq'?"),
        ("Tagalong:OutcomeEvents:Replay=true", "Tagalong:OutcomeEvents:Replay is not a setting; did you mean 'Reply'?"),
        ("Tagalong:Sweep:Patient=1", "Tagalong:Sweep:Patient is not a setting; did you mean 'Patience'?"),
        ("Tagalong:Watch:Concurency=3", "Tagalong:Watch:Concurency is not a setting; did you mean 'Concurrency'?"),
        ("Tagalong:Watch:Aply=true", "Tagalong:Watch:Aply is not a setting; did you mean 'Apply'?"),
        ("Tagalong:Consume:Queue=shop", "Tagalong:Consume:Queue is not a setting; did you mean 'Queues'?"),
        ("Tagalong:Queue:AzureStorage:Acount=x", "Tagalong:Queue:AzureStorage:Acount is not a setting; did you mean 'Account'?"),
        ("Tagalong:Telemetry:MetricPort=1", "Tagalong:Telemetry:MetricPort is not a setting; did you mean 'MetricsPort'?"),
        ("Tagalong:Http:MaxBach=1", "Tagalong:Http:MaxBach is not a setting; did you mean 'MaxBatch'?"),
        ("Tagalong:Clusters:prod:Contxt=x", "Tagalong:Clusters:prod:Contxt is not a setting; did you mean 'Context'?"),
        ("Tagalong:Clusters:prod:Limits:WritePerSecond=1", "Tagalong:Clusters:prod:Limits:WritePerSecond is not a setting; did you mean 'WritesPerSecond'?"),
        ("Tagalong:Clusters:prod:Server:Url=x", "Tagalong:Clusters:prod:Server:Url is not a setting; Tagalong:Clusters:prod:Server has one value."),
        ("Tagalong:Imports:0:Name=x", "Tagalong:Imports:0:Name is not a setting; did you mean 'Names'?"),
        ("Tagalong:Senders:ApiKeys:argo:Keyfiles=x", "Tagalong:Senders:ApiKeys:argo:Keyfiles is not a setting; did you mean 'KeyFile'?"),
        ("Tagalong:Senders:Issuers:prod:Subject:0=x", "Tagalong:Senders:Issuers:prod:Subject is not a setting; did you mean 'Subjects'?"),
        ("Tagalong:Policies:BuiltIn=argo-rollouts", "Tagalong:Policies:BuiltIn is a list; set Tagalong:Policies:BuiltIn:0, Tagalong:Policies:BuiltIn:1 and so on."),
        ("Tagalong:Policies=/policies", "Tagalong:Policies is a section and has no value; set Tagalong:Policies:Path, Tagalong:Policies:BuiltIn."),
        ("Tagalong:Limits:WritesPerSecond=abc", "Tagalong:Limits:WritesPerSecond is 'abc'; set a whole number."),
        ("Tagalong:Watch:Apply=yes", "Tagalong:Watch:Apply is 'yes'; set true or false."),
        ("Tagalong:Consume:RetryDelay=soon", "Tagalong:Consume:RetryDelay is 'soon'; set a time such as 00:00:30."),
        ("Tagalong:Sweep:Clusters=0", "Tagalong:Sweep:Clusters is 0; set a number from 1 to 1000."),
    ];

    public static TheoryData<string> Verbs => ["serve", "sweep", "watch", "consume"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_reports_all_of_them_at_once(string verb)
    {
        string[] settings = [.. Misspelt.Select(static misspelt => $"--{misspelt.Setting}"), "--Tagalong:Senders:Authentication=Platform", "--Tagalong:Queue:RabbitMq:Uri=amqp://127.0.0.1:1"];

        var error = Assert.Throws<OptionsValidationException>(() => Create(verb, settings));

        Assert.All(Misspelt, misspelt => Assert.Contains(misspelt.Error, error.Failures));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_misspelt_section_in_the_environment_ends_the_process(string verb)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var process = new VerbProcess(cluster, [("Tagalong__Polices__Path", "/nope")], verb);

        var (exitCode, output) = await process.GoneAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("Tagalong:Polices is not a setting; did you mean 'Policies'?", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Settings_of_every_host_may_be_in_one_file(string verb)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        await using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["kubeconfig"], cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        string[] settings =
        [
            "--Tagalong:Http:MaxBatch=10", "--Tagalong:Senders:Authentication=Platform", "--Tagalong:Consume:Queues:0=shop", "--Tagalong:Queue:RabbitMq:Uri=amqp://127.0.0.1:1",
            "--tagalong:watch:apply=true", "--Tagalong:Telemetry:MetricsPort=0", "--Tagalong:Sweep:Clusters=4",
            "--Tagalong:Clusters:prod:Limits:Break=00:00:01", "--Tagalong:Clusters:prod:Sources:0=x", "--Tagalong:OutcomeEvents:Reply=true", $"--KUBECONFIG={folder["kubeconfig"]}",
        ];

        using var _ = Create(verb, settings);
    }

    private static IDisposable Create(string verb, string[] settings) => verb switch
    {
        "serve" => (IDisposable)ServerHost.CreateServe(["--PORT=0", .. settings]),
        "watch" => (IDisposable)ServerHost.CreateWatch(["--PORT=0", .. settings]),
        "consume" => (IDisposable)ServerHost.CreateConsume(["--PORT=0", .. settings]),
        _ => ServerHost.CreateSweep(settings),
    };
}
