using System.Collections.Immutable;

namespace Tagalong.Cli.Connecting;

/// <summary>The values of <see cref="ConnectionOptions"/>.</summary>
internal sealed record ConnectionArguments
{
    /// <summary>The kubeconfig file; null for the files that kubectl would use.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The contexts, or with <see cref="Fleet"/> the clusters; empty for the current context, or for the whole fleet.</summary>
    public ImmutableArray<string> Contexts { get; init; } = [];

    public bool IsAllContexts { get; init; }

    /// <summary>The function's file of clusters, instead of a kubeconfig; or null.</summary>
    public string? Fleet { get; init; }

    /// <summary>Policy files, folders of them, and built-in packs; empty for the default policy.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>Whether to write the log to stderr.</summary>
    public bool IsVerbose { get; init; }
}
