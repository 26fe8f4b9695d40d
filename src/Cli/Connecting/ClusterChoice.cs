using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Tagalong.Core.Fleet;

namespace Tagalong.Cli.Connecting;

/// <summary>The clusters that are meant, as settings of the fleet.</summary>
/// <param name="Names">Their names; empty for all of the fleet, or for the one that nobody named.</param>
/// <param name="Contexts">The contexts that they are; empty where no kubeconfig tells of them.</param>
/// <param name="Settings">What the fleet's configuration is to say.</param>
internal sealed record ClusterChoice(
    ImmutableArray<string> Names, ImmutableArray<KubeconfigContext> Contexts, ImmutableArray<KeyValuePair<string, string?>> Settings)
{
    /// <summary>Finds them.</summary>
    /// <exception cref="RefusedException">There are no such clusters.</exception>
    public static ClusterChoice Of(ConnectionArguments arguments, IConfiguration environment)
    {
        if (arguments.Fleet is { } fleet)
        {
            return File.Exists(fleet)
                ? new ClusterChoice(arguments.Contexts, [], [new("Tagalong:Fleet:File", fleet)])
                : throw new RefusedException($"--fleet: there is no file '{fleet}'.");
        }

        var known = KubeconfigContexts.Read(arguments.Kubeconfig, environment);
        if (!known.Faults.IsEmpty)
        {
            throw new RefusedException(known.Faults);
        }

        if (known.All.IsEmpty && arguments is { Kubeconfig: null, IsAllContexts: false, Contexts: [] } && environment["KUBERNETES_SERVICE_HOST"] is { Length: > 0 })
        {
            // In a pod without a kubeconfig its own cluster is meant, as with kubectl.
            return new ClusterChoice([], [], []);
        }

        return Of(Choose(arguments, known));
    }

    /// <summary>The clusters that are these contexts.</summary>
    public static ClusterChoice Of(ImmutableArray<KubeconfigContext> contexts) =>
        new([.. contexts.Select(static context => context.Name)], contexts, [.. contexts.SelectMany(SettingsOf)]);

    private static ImmutableArray<KubeconfigContext> Choose(ConnectionArguments arguments, KubeconfigContexts known)
    {
        if (known.All.IsEmpty)
        {
            throw new RefusedException(
                $"No context was found in {string.Join(", ", known.Files)}. Name a kubeconfig by --kubeconfig or KUBECONFIG.");
        }

        if (arguments.IsAllContexts)
        {
            return known.All;
        }

        if (arguments.Contexts.IsEmpty && known.CurrentName is null)
        {
            throw new RefusedException($"The kubeconfig has no current context. Choose by --context or --all-contexts: {NamesOf(known)}.");
        }

        ImmutableArray<string> wanted = arguments.Contexts.IsEmpty ? [known.CurrentName!] : arguments.Contexts;
        var strangers = wanted.Where(name => !known.All.Any(context => context.Name == name)).ToList();
        return strangers.Count == 0
            ? [.. wanted.Select(name => known.All.First(context => context.Name == name))]
            : throw new RefusedException([.. strangers.Select(name => $"There is no context '{name}'. There are: {NamesOf(known)}.")]);
    }

    private static string NamesOf(KubeconfigContexts known)
    {
        const int most = 20;
        var names = string.Join(", ", known.All.Take(most).Select(static context => context.Name));
        return known.All.Length > most ? $"{names} and {known.All.Length - most} more" : names;
    }

    /// <summary>An import of one context: unlike a setting's name, a context's may hold colons, as that of an EKS cluster does.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(KubeconfigContext context, int index) =>
    [
        new($"Tagalong:Imports:{index}:Kubeconfig", context.File),
        new($"Tagalong:Imports:{index}:Names", context.Name),
    ];
}
