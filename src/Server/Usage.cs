using System.Reflection;

namespace Tagalong.Server;

/// <summary>What the program says about itself.</summary>
internal static class Usage
{
    private const string Text = """
        tagalong-server gives the children of Argo Rollouts the labels of their parents.

        Usage:
          tagalong-server [serve] [--SETTING=VALUE ...]
          tagalong-server consume --queue NAME [--queue NAME ...] [--SETTING=VALUE ...]
          tagalong-server sweep [--dry-run | --server-dry-run] [--cluster NAME ...] [--namespace NS ...] [--selector LABELS] [--SETTING=VALUE ...]
          tagalong-server watch [--apply | --sink URL | --queue NAME] [--cluster NAME] [--SETTING=VALUE ...]

        Verbs:
          serve      take CloudEvents over HTTP and label the objects they tell of (default)
          consume    take CloudEvents from queues and label the objects they tell of; for KEDA to scale
          sweep      look through the clusters once, label what events missed, and print a summary as JSON; the log goes to stderr
          watch      watch a cluster, and label its objects (--apply), or send what changed as CloudEvents to a sink (--sink, K_SINK)
                     or a queue (--queue)

        Options of sweep:
          --dry-run          only plan: nothing is written
          --server-dry-run   have the API servers do all but store it
          --cluster NAME     sweep this cluster and not all of them; may be given again
          --namespace NS     list this namespace and not all of them; may be given again
          --selector LABELS  have the API servers choose targets by their labels, as kubectl -l does

        Settings, from the command line, the environment (with __ for :) or appsettings.json:
          PORT                              where to listen (8080)
          KUBECONFIG                        the way to the one cluster, where no other is named (the pod's service account, ~/.kube/config)
          Tagalong:Clusters:NAME:Access     the way to a cluster of a fleet: Kubeconfig, InCluster, Token, ClientCertificate, Azure
          Tagalong:Fleet:File               a file of clusters, such as a mounted ConfigMap; its changes are followed (none)
          Tagalong:Policies:Path            a policy file, or a folder of them (none)
          Tagalong:Policies:BuiltIn:0       a built-in pack: argo-rollouts, analysis-runs, deployments (argo-rollouts)
          Tagalong:Senders:ApiKeys:NAME:KeyFile   the API keys of a sender, one a line
          Tagalong:Senders:Issuers:NAME:...       whose tokens are taken: Authority, Audiences:0, Subjects:0
          Tagalong:Senders:Authentication   Required: by these; Platform: what stands in front lets only authenticated senders in;
                                            Anonymous: anybody may send, and is not believed (Required)
          Tagalong:OutcomeEvents:Reply      whether answers carry CloudEvents of what was written (false)
          Tagalong:OutcomeEvents:Sink       where CloudEvents of outcomes are posted to (none)
          Tagalong:Watch:DeadLetterFile     where watch keeps the events that the sink refused for good (none)
          Tagalong:Queue:RabbitMq:Uri       the broker of consume and of watch --queue: amqps://HOST/VHOST (none)
          Tagalong:Queue:RabbitMq:UserName, :PasswordFile   who it is that connects to it (guest)
          Tagalong:Queue:AzureStorage:Account   the same in Azure Storage: https://ACCOUNT.queue.core.windows.net (none)
          Tagalong:Consume:TrustPublishers  whether messages are believed, because only authenticated publishers may write to these queues (false)
          OTEL_EXPORTER_OTLP_ENDPOINT       where traces, metrics and logs are sent to (none)
          Tagalong:Telemetry:MetricsPort    where Prometheus gets /metrics, a port of its own (none)

        Examples:
          PORT=9090 tagalong-server --Tagalong:Senders:ApiKeys:argo-events:KeyFile=argo-events.keys
          KUBECONFIG=prod.kubeconfig tagalong-server serve --Tagalong:Senders:Authentication=Platform
          tagalong-server serve --Tagalong:Clusters:prod-eu-1:Context=prod-eu-1 --Tagalong:Clusters:prod-us-2:Context=prod-us-2
          tagalong-server serve --Tagalong:Fleet:File=/etc/tagalong/fleet.yaml
          tagalong-server sweep --dry-run --namespace shop
          tagalong-server consume --queue tagalong --Tagalong:Queue:RabbitMq:Uri=amqps://rabbitmq.queues.svc --Tagalong:Queue:RabbitMq:PasswordFile=password
          KUBECONFIG=prod.kubeconfig tagalong-server watch --apply
          tagalong-server watch --sink https://tagalong.example.com/events --cluster prod-eu-1 --Tagalong:Watch:SinkKeyFile=relay.key

        Exit codes: 0 stopped when asked to, or everything was swept; 1 a sweep had something denied, put off or failed;
        2 the command line or the configuration is at fault; 130 a sweep was called off by a signal.
        """;

    public static int Print(TextWriter output)
    {
        output.WriteLine(Text);
        return ExitCode.Success;
    }

    public static int PrintVersion(TextWriter output)
    {
        output.WriteLine(typeof(Usage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        return ExitCode.Success;
    }

    public static int Refuse(TextWriter errors, params IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
        {
            errors.WriteLine($"tagalong-server: {fault}");
        }

        errors.WriteLine("See 'tagalong-server --help'.");
        return ExitCode.Misconfigured;
    }
}
