using System.CommandLine;
using System.CommandLine.Completions;
using Microsoft.Extensions.Configuration;
using Tagalong.Core.Fleet;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Connecting;

/// <summary>The options that say which clusters are meant and by which policy: the same words as kubectl's, for every verb.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig; by default those of KUBECONFIG, else ~/.kube/config",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _contexts = new("--context") { HelpName = "NAME" };

    private readonly Option<bool>? _allContexts;
    private readonly Option<string?>? _fleet;

    private readonly Option<string[]> _policies = new("--policy")
    {
        Description = "A policy file, a folder of them, or a built-in pack: argo-rollouts (default), analysis-runs, deployments; may be repeated",
        HelpName = "FILE|FOLDER|PACK",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Write the log to stderr", Arity = ArgumentArity.Zero };

    /// <summary>Makes them, for one verb.</summary>
    /// <param name="isForMany">Whether the verb works on several clusters at once.</param>
    public ConnectionOptions(bool isForMany)
    {
        _contexts.CompletionSources.Add(context => KubeconfigContexts
            .Read(context.ParseResult.GetValue(_kubeconfig), new ConfigurationBuilder().AddEnvironmentVariables().Build())
            .All.Where(static known => !known.Name.Any(char.IsControl)).Select(static known => new CompletionItem(known.Name)));
        _policies.CompletionSources.Add(static _ => BuiltInPolicies.Names.Select(static pack => new CompletionItem(pack)));
        _contexts.Description = isForMany
            ? "A context of the kubeconfig, which is a cluster; may be repeated; by default the current one"
            : "The context of the kubeconfig, which is the cluster; by default the current one";
        if (isForMany)
        {
            _allContexts = new Option<bool>("--all-contexts") { Description = "Every context of the kubeconfig", Arity = ArgumentArity.Zero };
            _fleet = new Option<string?>("--fleet")
            {
                Description = "A file of clusters as the function takes it (docs/fleet.md), in place of a kubeconfig; --context then chooses among its clusters",
                HelpName = "FILE",
            };
        }
    }

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_contexts);
        if (_allContexts is not null && _fleet is not null)
        {
            command.Add(_allContexts);
            command.Add(_fleet);
        }

        command.Add(_policies);
        command.Add(_verbose);
        command.Validators.Add(result =>
        {
            // An option without its value is another fault; to ask for the value would throw.
            var contexts = result.GetResult(_contexts)?.Tokens.Count ?? 0;
            if (_allContexts is null && contexts > 1)
            {
                result.AddError("--context names several clusters; this verb looks at one.");
            }

            if (_allContexts is not null && result.GetValue(_allContexts) && contexts > 0)
            {
                result.AddError("--context and --all-contexts exclude each other; choose one.");
            }

            if (_fleet is not null && result.GetResult(_fleet) is not null
                && (result.GetResult(_kubeconfig) is not null || result.GetValue(_allContexts!)))
            {
                result.AddError("--fleet takes the place of --kubeconfig and --all-contexts; choose one.");
            }
        });
    }

    /// <summary>What was given.</summary>
    public ConnectionArguments Read(ParseResult parsed) => new()
    {
        Kubeconfig = parsed.GetValue(_kubeconfig),
        Contexts = [.. (parsed.GetValue(_contexts) ?? []).Distinct(StringComparer.Ordinal)],
        IsAllContexts = _allContexts is not null && parsed.GetValue(_allContexts),
        Fleet = _fleet is null ? null : parsed.GetValue(_fleet),
        Policies = [.. parsed.GetValue(_policies) ?? []],
        IsVerbose = parsed.GetValue(_verbose),
    };
}
