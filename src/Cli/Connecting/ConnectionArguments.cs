using System.Collections.Immutable;

namespace Tagalong.Cli.Connecting;

/// <summary>Which clusters are meant, and which policy.</summary>
internal sealed record ConnectionArguments
{
    /// <summary>The kubeconfig, or null for those that kubectl would take.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The contexts, or with <see cref="Fleet"/> the clusters; empty for the current one, or for the whole fleet.</summary>
    public ImmutableArray<string> Contexts { get; init; } = [];

    /// <summary>Whether every context is meant.</summary>
    public bool IsAllContexts { get; init; }

    /// <summary>A file of clusters as the function takes it, in place of a kubeconfig; or null.</summary>
    public string? Fleet { get; init; }

    /// <summary>Policy files, folders of them, and names of built-in packs; empty for what is in force by default.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>Whether the log is wanted.</summary>
    public bool IsVerbose { get; init; }
}
