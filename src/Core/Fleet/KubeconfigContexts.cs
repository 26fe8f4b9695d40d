using System.Collections.Immutable;
using k8s;
using Microsoft.Extensions.Configuration;

namespace Tagalong.Core.Fleet;

/// <summary>The contexts in the kubeconfigs that kubectl would read.</summary>
/// <param name="All">Each context; of two with the same name, the one in the earlier file.</param>
/// <param name="CurrentName">The name of the current context; null where the files have none.</param>
/// <param name="Files">The files, whether they exist or not.</param>
/// <param name="Errors">What is wrong with the files, a sentence each.</param>
public sealed record KubeconfigContexts(
    ImmutableArray<KubeconfigContext> All, string? CurrentName, ImmutableArray<string> Files, ImmutableArray<string> Errors)
{
    /// <summary>Reads one file; else those in <c>KUBECONFIG</c>; else the user's kubeconfig.</summary>
    /// <param name="kubeconfig">The file, which must exist; or null.</param>
    /// <param name="configuration">The configuration with <c>KUBECONFIG</c>.</param>
    public static KubeconfigContexts Read(string? kubeconfig, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var named = kubeconfig is not null ? [kubeconfig] : ClusterEnvironment.Of(configuration).Kubeconfigs;
        var files = named.Length > 0 ? named : [KubernetesClientConfiguration.KubeConfigDefaultLocation];
        var found = new List<KubeconfigContext>();
        var errors = ImmutableArray.CreateBuilder<string>();
        string? current = null;
        if (kubeconfig is not null && !File.Exists(kubeconfig))
        {
            errors.Add($"There is no kubeconfig '{kubeconfig}'.");
        }

        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                var parsed = KubeconfigDocument.Load(file);
                current ??= string.IsNullOrEmpty(parsed.CurrentContext) ? null : parsed.CurrentContext;
                found.AddRange((parsed.Contexts ?? []).Select(context => Of(context, file)));
            }
            catch (Exception exception) when (ClientConfigurationFactory.IsConfigurationError(exception))
            {
                errors.Add($"The kubeconfig '{file}' cannot be read: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
            }
        }

        return new KubeconfigContexts([.. found.DistinctBy(static context => context.Name)], current, [.. files], errors.ToImmutable());
    }

    private static KubeconfigContext Of(k8s.KubeConfigModels.Context context, string file)
    {
        var read = new KubeconfigContext(context.Name, file);
        return string.IsNullOrEmpty(context.ContextDetails?.Namespace) ? read : read with { Namespace = context.ContextDetails.Namespace };
    }
}
