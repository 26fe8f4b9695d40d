using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tagalong.Server.CommandLine;
using Tagalong.Server.Sweeping;

namespace Tagalong.Server;

/// <summary>The verbs of <c>tagalong-server</c>.</summary>
internal static class Verbs
{
    /// <summary>Runs what the arguments say: <c>serve</c> if they name no verb.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = CreateRoot().Parse(args switch
        {
            ["help", .. var verb] => [.. verb, "--help"],
            [] or [['-', ..], ..] when args is not ["--help" or "-h" or "--version", ..] => ["serve", .. args],
            _ => args,
        });
        if (parsed.Action is ParseErrorAction)
        {
            return Verb.Reject(Console.Error, parsed.CommandResult.Command is RootCommand
                ? [$"There is no verb '{string.Join(' ', parsed.UnmatchedTokens)}'; use serve, consume, sweep or watch."]
                : parsed.Errors.Select(static error => error.Message));
        }

        // The hosts handle signals and finish what is in progress.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Gives the children of Argo Rollouts the labels of their parents.") { Serve(), Consume(), SweepCommand.Create(ServerHost.CreateSweep), Watch() };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithNotes((HelpAction)help.Action!);
        return root;
    }

    private static Verb Serve() => new(
        "serve",
        "Receive CloudEvents over HTTP and label the objects they are about (default)",
        """
        Examples:
          PORT=9090 tagalong-server --Tagalong:Senders:ApiKeys:argo-events:KeyFile=argo-events.keys
          KUBECONFIG=prod.kubeconfig tagalong-server serve --Tagalong:Senders:Authentication=Platform
          tagalong-server serve --Tagalong:Clusters:prod-eu-1:Context=prod-eu-1 --Tagalong:Clusters:prod-us-2:Context=prod-us-2
          tagalong-server serve --Tagalong:Fleet:File=/etc/tagalong/fleet.yaml
        """,
        [],
        static (_, settings) => RunAsync(ServerHost.CreateServe, settings));

    private static Verb Consume()
    {
        var queues = new Option<string[]>("--queue") { Description = "Queue to take events from; may be repeated (Tagalong:Consume:Queues)", HelpName = "NAME" };
        return new Verb(
            "consume",
            "Receive CloudEvents from queues and label the objects they are about; KEDA can scale it",
            """
            Example:
              tagalong-server consume --queue tagalong --Tagalong:Queue:RabbitMq:Uri=amqps://rabbitmq.queues.svc --Tagalong:Queue:RabbitMq:PasswordFile=password
            """,
            [queues],
            (parsed, settings) => RunAsync(
                ServerHost.CreateConsume, [.. (parsed.GetValue(queues) ?? []).Select(static (queue, at) => $"--Tagalong:Consume:Queues:{at}={queue}"), .. settings]));
    }

    private static Verb Watch()
    {
        var apply = new Option<bool>("--apply") { Description = "Label the objects from this process (Tagalong:Watch:Apply)", Arity = ArgumentArity.Zero };
        var sink = new Option<string?>("--sink") { Description = "Send events to this URL (Tagalong:Watch:Sink, K_SINK)", HelpName = "URL" };
        var queue = new Option<string?>("--queue") { Description = "Send events to this queue (Tagalong:Watch:Queue)", HelpName = "NAME" };
        var cluster = new Option<string?>("--cluster") { Description = "Cluster to watch, if there are several (Tagalong:Watch:Cluster)", HelpName = "NAME" };
        return new Verb(
            "watch",
            "Watch a cluster and label its objects, or send each change as a CloudEvent to a sink or a queue",
            """
            Examples:
              KUBECONFIG=prod.kubeconfig tagalong-server watch --apply
              tagalong-server watch --sink https://tagalong.example.com/events --cluster prod-eu-1 --Tagalong:Watch:SinkKeyFile=relay.key
            """,
            [apply, sink, queue, cluster],
            (parsed, settings) =>
            {
                (string Name, string? Value)[] given =
                    [("Apply", parsed.GetValue(apply) ? "true" : null), ("Sink", parsed.GetValue(sink)), ("Queue", parsed.GetValue(queue)), ("Cluster", parsed.GetValue(cluster))];
                return RunAsync(ServerHost.CreateWatch, [.. given.Where(static one => one.Value is not null).Select(static one => $"--Tagalong:Watch:{one.Name}={one.Value}"), .. settings]);
            });
    }

    private static async Task<int> RunAsync(Func<string[], Action<WebApplicationBuilder>?, WebApplication> create, string[] settings)
    {
        await using var app = create(settings, null);
        await app.RunAsync();
        return ExitCode.Success;
    }
}
