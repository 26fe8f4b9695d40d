using System.CommandLine;
using System.CommandLine.Completions;
using Microsoft.Extensions.Configuration;
using Tagalong.Cli.Commands;
using Tagalong.Core.Kubeconfig;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Connecting;

/// <summary>The options that select clusters and the policy. They have the names that kubectl uses.</summary>
/// <param name="isForMany">Whether the command works on several clusters at once.</param>
internal sealed class ConnectionOptions(bool isForMany)
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file; default: the files of KUBECONFIG, else ~/.kube/config",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _contexts = new("--context")
    {
        Description = isForMany
            ? "A context of the kubeconfig, that is a cluster; may be repeated; default: the current context"
            : "The context of the kubeconfig, that is the cluster; default: the current context",
        HelpName = "NAME",
    };

    private readonly Option<bool> _allContexts = Flag.Create("--all-contexts", "Every context of the kubeconfig");

    private readonly Option<string?> _fleet = new("--fleet")
    {
        Description = "The function's file of clusters (docs/fleet.md) instead of a kubeconfig; --context then selects among its clusters",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _policies = new("--policy")
    {
        Description = "A policy file, a folder of them, or a built-in pack: argo-rollouts (default), analysis-runs, deployments; may be repeated",
        HelpName = "FILE|FOLDER|PACK",
        CompletionSources = { static _ => BuiltInPolicies.Names.Select(static pack => new CompletionItem(pack)) },
    };

    private readonly Option<bool> _verbose = Flag.Create("--verbose", "Write the log to stderr", "-v");

    public void AddTo(Command command)
    {
        _contexts.CompletionSources.Add(context => MergedKubeconfig
            .Read(context.ParseResult.GetValue(_kubeconfig), new ConfigurationBuilder().AddEnvironmentVariables().Build())
            .Contexts.Where(static known => !known.Name.Any(char.IsControl)).Select(static known => new CompletionItem(known.Name)));
        command.Add(_kubeconfig);
        command.Add(_contexts);
        if (isForMany)
        {
            command.Add(_allContexts);
            command.Add(_fleet);
        }

        command.Add(_policies);
        command.Add(_verbose);
        command.Validators.Add(result =>
        {
            // GetValue would throw for an option without its value, which is reported separately.
            var contexts = result.GetResult(_contexts)?.Tokens.Count ?? 0;
            if (!isForMany && contexts > 1)
            {
                result.AddError("--context is given more than once; this command reads one cluster.");
            }

            if (result.GetValue(_allContexts) && contexts > 0)
            {
                result.AddError("--context and --all-contexts cannot be combined; use one of them.");
            }

            if (result.GetResult(_fleet) is not null && (result.GetResult(_kubeconfig) is not null || result.GetValue(_allContexts)))
            {
                result.AddError("--fleet cannot be combined with --kubeconfig or --all-contexts; use one of them.");
            }
        });
    }

    public ConnectionArguments Read(ParseResult parsed) => new()
    {
        Kubeconfig = parsed.GetValue(_kubeconfig),
        Contexts = [.. (parsed.GetValue(_contexts) ?? []).Distinct(StringComparer.Ordinal)],
        IsAllContexts = parsed.GetValue(_allContexts),
        Fleet = parsed.GetValue(_fleet),
        Policies = [.. parsed.GetValue(_policies) ?? []],
        IsVerbose = parsed.GetValue(_verbose),
    };
}
