using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using k8s;

namespace Tagalong.Core.Fleet;

/// <summary>The contexts that there are to choose from, found where kubectl looks for them.</summary>
/// <param name="All">Each context; of two that share a name, the one in the earlier file.</param>
/// <param name="CurrentName">The name of the one that is meant where nobody chooses; null where the files do not say.</param>
/// <param name="Files">The files that were looked for, whether they are there or not.</param>
/// <param name="Faults">What is wrong with the files, a sentence each; empty where all is well.</param>
public sealed record KubeconfigContexts(
    ImmutableArray<KubeconfigContext> All, string? CurrentName, ImmutableArray<string> Files, ImmutableArray<string> Faults)
{
    /// <summary>Reads them from one file, or else from those that <c>KUBECONFIG</c> names, or else from the user's own.</summary>
    /// <param name="kubeconfig">The file, which has to be there; null where nobody named one.</param>
    /// <param name="configuration">Where <c>KUBECONFIG</c> is looked up.</param>
    public static KubeconfigContexts Read(string? kubeconfig, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var named = kubeconfig is not null ? [kubeconfig] : ClusterEnvironment.Of(configuration).Kubeconfigs;
        var files = named.Length > 0 ? named : [KubernetesClientConfiguration.KubeConfigDefaultLocation];
        var found = new List<KubeconfigContext>();
        var faults = ImmutableArray.CreateBuilder<string>();
        string? current = null;
        if (kubeconfig is not null && !File.Exists(kubeconfig))
        {
            faults.Add($"There is no kubeconfig '{kubeconfig}'.");
        }

        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                var parsed = KubeconfigDocument.Load(file);
                current ??= string.IsNullOrEmpty(parsed.CurrentContext) ? null : parsed.CurrentContext;
                found.AddRange((parsed.Contexts ?? []).Select(context => Of(context, file)));
            }
            catch (Exception fault) when (ClientConfigurations.IsFault(fault))
            {
                faults.Add($"The kubeconfig '{file}' cannot be read: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
            }
        }

        return new KubeconfigContexts([.. found.DistinctBy(static context => context.Name)], current, [.. files], faults.ToImmutable());
    }

    private static KubeconfigContext Of(k8s.KubeConfigModels.Context context, string file)
    {
        var read = new KubeconfigContext(context.Name, file);
        return string.IsNullOrEmpty(context.ContextDetails?.Namespace) ? read : read with { Namespace = context.ContextDetails.Namespace };
    }
}
