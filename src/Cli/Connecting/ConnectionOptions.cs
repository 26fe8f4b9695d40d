using System.CommandLine;
using System.CommandLine.Completions;
using Microsoft.Extensions.Configuration;
using Tagalong.Core.Fleet;
using Tagalong.Core.Policies;

namespace Tagalong.Cli.Connecting;

/// <summary>The options that select clusters and the policy. They have the names that kubectl uses.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file; default: the files of KUBECONFIG, else ~/.kube/config",
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

    /// <param name="isForMany">Whether the command works on several clusters at once.</param>
    public ConnectionOptions(bool isForMany)
    {
        _contexts.CompletionSources.Add(context => KubeconfigContexts
            .Read(context.ParseResult.GetValue(_kubeconfig), new ConfigurationBuilder().AddEnvironmentVariables().Build())
            .All.Where(static known => !known.Name.Any(char.IsControl)).Select(static known => new CompletionItem(known.Name)));
        _policies.CompletionSources.Add(static _ => BuiltInPolicies.Names.Select(static pack => new CompletionItem(pack)));
        _contexts.Description = isForMany
            ? "A context of the kubeconfig, that is a cluster; may be repeated; default: the current context"
            : "The context of the kubeconfig, that is the cluster; default: the current context";
        if (isForMany)
        {
            _allContexts = new Option<bool>("--all-contexts") { Description = "Every context of the kubeconfig", Arity = ArgumentArity.Zero };
            _fleet = new Option<string?>("--fleet")
            {
                Description = "The function's file of clusters (docs/fleet.md) instead of a kubeconfig; --context then selects among its clusters",
                HelpName = "FILE",
            };
        }
    }

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
            // GetValue would throw for an option without its value, which is reported separately.
            var contexts = result.GetResult(_contexts)?.Tokens.Count ?? 0;
            if (_allContexts is null && contexts > 1)
            {
                result.AddError("--context is given more than once; this command reads one cluster.");
            }

            if (_allContexts is not null && result.GetValue(_allContexts) && contexts > 0)
            {
                result.AddError("--context and --all-contexts cannot be combined; use one of them.");
            }

            if (_fleet is not null && result.GetResult(_fleet) is not null
                && (result.GetResult(_kubeconfig) is not null || result.GetValue(_allContexts!)))
            {
                result.AddError("--fleet cannot be combined with --kubeconfig or --all-contexts; use one of them.");
            }
        });
    }

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
