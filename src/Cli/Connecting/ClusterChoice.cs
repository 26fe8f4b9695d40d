using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Tagalong.Cli.Commands;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Cli.Connecting;

/// <summary>The clusters that the command line selects, as settings of the fleet.</summary>
/// <param name="Names">Their names; empty for the whole fleet, or for the one unnamed cluster.</param>
/// <param name="Contexts">Their contexts; empty without a kubeconfig.</param>
/// <param name="Settings">The fleet's configuration.</param>
internal sealed record ClusterChoice(
    ImmutableArray<string> Names, ImmutableArray<KubeconfigContext> Contexts, ImmutableArray<KeyValuePair<string, string?>> Settings)
{
    /// <exception cref="CommandException">There are no such clusters.</exception>
    public static ClusterChoice Of(ConnectionArguments arguments, IConfiguration environment)
    {
        if (arguments.Fleet is { } fleet)
        {
            return File.Exists(fleet)
                ? new ClusterChoice(arguments.Contexts, [], [new("Tagalong:Fleet:File", fleet)])
                : throw new CommandException($"--fleet: there is no file '{fleet}'.");
        }

        var known = MergedKubeconfig.Read(arguments.Kubeconfig, environment);
        if (!known.Errors.IsEmpty)
        {
            throw new CommandException(known.Errors);
        }

        if (known.Contexts.IsEmpty && arguments is { Kubeconfig: null, IsAllContexts: false, Contexts: [] } && environment["KUBERNETES_SERVICE_HOST"] is { Length: > 0 })
        {
            // In a pod without a kubeconfig, use its own cluster, as kubectl does.
            return new ClusterChoice([], [], []);
        }

        var contexts = Choose(arguments, known);
        return new([.. contexts.Select(static context => context.Name)], contexts, [.. contexts.SelectMany((context, index) => SettingsOf(context, known.PathList, index))]);
    }

    private static ImmutableArray<KubeconfigContext> Choose(ConnectionArguments arguments, MergedKubeconfig known)
    {
        if (known.Contexts.IsEmpty)
        {
            throw new CommandException(
                $"No context was found in {string.Join(", ", known.Paths)}. Set --kubeconfig or KUBECONFIG.");
        }

        if (arguments.IsAllContexts)
        {
            return known.Contexts;
        }

        if (arguments.Contexts.IsEmpty && known.CurrentContext is null)
        {
            throw new CommandException($"The kubeconfig has no current context. Use --context or --all-contexts; the contexts are: {NamesOf(known)}.");
        }

        ImmutableArray<string> wanted = arguments.Contexts.IsEmpty ? [known.CurrentContext!] : arguments.Contexts;
        var unknown = wanted.Where(name => !known.Contexts.Any(context => context.Name == name)).ToList();
        return unknown.Count == 0
            ? [.. wanted.Select(name => known.Contexts.First(context => context.Name == name))]
            : throw new CommandException([.. unknown.Select(name => $"There is no context '{name}'. The contexts are: {NamesOf(known)}.")]);
    }

    private static string NamesOf(MergedKubeconfig known)
    {
        const int shown = 20;
        var names = string.Join(", ", known.Contexts.Take(shown).Select(static context => context.Name));
        return known.Contexts.Length > shown ? $"{names} and {known.Contexts.Length - shown} more" : names;
    }

    /// <summary>Imports one context. A context's name may contain colons, as on EKS; the name of a setting may not.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(KubeconfigContext context, string kubeconfig, int index) =>
    [
        new($"Tagalong:Imports:{index}:Kubeconfig", kubeconfig),
        new($"Tagalong:Imports:{index}:Names", context.Name),
    ];
}
