namespace Tagalong.Server.CommandLine;

/// <summary>What <c>tagalong-server --help</c> prints below the verbs.</summary>
internal static class RootNotes
{
    public const string Text = """
        Settings come from the command line, the environment (with __ for :) or appsettings.json. The most important ones:
          PORT                                  port to listen on (8080)
          KUBECONFIG                            kubeconfig of the only cluster (in-cluster service account, ~/.kube/config)
          Tagalong:Clusters:NAME:Access         a cluster of a fleet: Kubeconfig, InCluster, Token, ClientCertificate, Azure
          Tagalong:Fleet:File                   file that lists clusters, such as a mounted ConfigMap; changes are followed (none)
          Tagalong:Policies:Path                policy file or folder (none)
          Tagalong:Policies:BuiltIn:0           built-in policy: argo-rollouts, analysis-runs, deployments (argo-rollouts)
          Tagalong:Senders:ApiKeys:NAME:KeyFile API keys of a sender, one per line
          Tagalong:Senders:Issuers:NAME:...     token issuer: Authority, Audiences:0, Subjects:0
          Tagalong:Senders:Authentication       Required: by API key or token; Platform: a proxy in front authenticates senders;
                                                Anonymous: anyone may send, and objects are read before they are labeled (Required)
          Tagalong:OutcomeEvents:Reply          whether HTTP responses carry CloudEvents of what was written (false)
          Tagalong:OutcomeEvents:Sink           URL that receives CloudEvents of outcomes (none)
          Tagalong:Watch:DeadLetterFile         where watch stores events that the sink rejected (none)
          Tagalong:Queue:RabbitMq:Uri           broker of consume and of watch --queue: amqps://HOST/VHOST (none)
          Tagalong:Queue:RabbitMq:UserName, :PasswordFile   credentials for the broker (guest)
          Tagalong:Queue:AzureStorage:Account   storage account for the same: https://ACCOUNT.queue.core.windows.net (none)
          Tagalong:Consume:TrustPublishers      whether message bodies are trusted, because only authenticated publishers can write to
                                                these queues (false)
          OTEL_EXPORTER_OTLP_ENDPOINT           where traces, metrics and logs are sent (none)
          Tagalong:Telemetry:MetricsPort        separate port on which Prometheus scrapes /metrics (none)

        Exit codes: 0 stopped on request, or the sweep was complete; 1 a sweep was incomplete; 2 the command line or the
        configuration has errors; 130 a sweep was cancelled by a signal.
        """;
}
