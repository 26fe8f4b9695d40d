using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Kubeconfig;

/// <summary>
/// Several kubeconfigs as one, by client-go's rules: of each name the first entry counts, as a whole, and so does the first current context. The
/// entries of a context may be in different files. Names are case-sensitive. Files that do not exist are skipped.
/// </summary>
public sealed class MergedKubeconfig
{
    private readonly FrozenDictionary<string, NamedEntry<KubeconfigContext>> _contexts;
    private readonly FrozenDictionary<string, NamedEntry<KubeconfigCluster>> _clusters;
    private readonly FrozenDictionary<string, NamedEntry<KubeconfigUser>> _users;

    private MergedKubeconfig(string[] paths, IReadOnlyList<KubeconfigFile> files, ImmutableArray<string> errors)
    {
        (Paths, Errors) = ([.. paths], errors);
        CurrentContext = files.Select(static file => file.CurrentContext).FirstOrDefault(static context => context is not null);
        Contexts =
        [
            .. files.SelectMany(static file => file.Contexts, static (file, context) => context.Entry.ValueOrNull ?? new KubeconfigContext(context.Name, file.Path))
                .DistinctBy(static context => context.Name, StringComparer.Ordinal),
        ];
        _contexts = FirstOf(files.SelectMany(static file => file.Contexts));
        _clusters = FirstOf(files.SelectMany(static file => file.Clusters));
        _users = FirstOf(files.SelectMany(static file => file.Users));
    }

    /// <summary>The contexts, in the order of the files.</summary>
    public ImmutableArray<KubeconfigContext> Contexts { get; }

    /// <summary>The name of the current context; null where the files have none.</summary>
    public string? CurrentContext { get; }

    /// <summary>The files, whether they exist or not.</summary>
    public ImmutableArray<string> Paths { get; }

    /// <summary>The files as one setting.</summary>
    public string PathList => KubeconfigPaths.Join(Paths);

    /// <summary>Which files cannot be read, a sentence each.</summary>
    public ImmutableArray<string> Errors { get; }

    /// <summary>Reads the file or files in a setting; else those in <c>KUBECONFIG</c>; else the user's kubeconfig.</summary>
    /// <param name="setting">The file, which must exist; or null.</param>
    /// <param name="configuration">The configuration with <c>KUBECONFIG</c>.</param>
    public static MergedKubeconfig Read(string? setting, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Read(KubeconfigPaths.Of(setting, configuration["KUBECONFIG"]), isRequired: setting is not null, KubeconfigFile.Load);
    }

    /// <summary>One file alone.</summary>
    internal static MergedKubeconfig Of(KubeconfigFile file) => new([file.Path], [file], []);

    /// <param name="paths">The files.</param>
    /// <param name="isRequired">Whether one of them must exist.</param>
    /// <param name="load">Reads a file.</param>
    internal static MergedKubeconfig Read(string[] paths, bool isRequired, Func<string, KubeconfigFile> load)
    {
        var files = new List<KubeconfigFile>();
        var errors = ImmutableArray.CreateBuilder<string>();
        string[] existing = [.. paths.Where(File.Exists)];
        if (isRequired && existing.Length == 0)
        {
            errors.Add($"There is no kubeconfig '{KubeconfigPaths.Join(paths)}'.");
        }

        foreach (var path in existing)
        {
            try
            {
                files.Add(load(path));
            }
            catch (EndpointException exception)
            {
                errors.Add($"The kubeconfig '{path}' cannot be read: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
            }
        }

        return new MergedKubeconfig(paths, files, errors.ToImmutable());
    }

    /// <summary>A context with its cluster and user.</summary>
    /// <param name="name">Its name; null for the current context.</param>
    /// <exception cref="EndpointException">There is no such context, or what belongs to it is missing or malformed.</exception>
    internal ResolvedContext Resolve(string? name)
    {
        if ((name ?? CurrentContext) is not { } chosen)
        {
            throw new EndpointException(Contexts.IsEmpty ? $"no context was found in {string.Join(", ", Paths)}" : "the kubeconfig has no current context");
        }

        var context = Find(_contexts, chosen, "the kubeconfig has no context")!;
        var cluster = Find(_clusters, context.Cluster, $"the kubeconfig has no cluster for the context '{chosen}':")
            ?? throw new EndpointException($"the context '{chosen}' names no cluster");
        var user = Find(_users, context.User, $"the kubeconfig has no user for the context '{chosen}':");
        return new ResolvedContext(context, cluster, user);
    }

    private static T? Find<T>(FrozenDictionary<string, NamedEntry<T>> entries, string? name, string missing)
        where T : class =>
        name is null ? null
        : entries.TryGetValue(name, out var entry) ? entry.Value
        : throw new EndpointException($"{missing} '{name}'");

    private static FrozenDictionary<string, NamedEntry<T>> FirstOf<T>(IEnumerable<(string Name, NamedEntry<T> Entry)> entries)
        where T : class =>
        entries.DistinctBy(static entry => entry.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(static entry => entry.Name, static entry => entry.Entry, StringComparer.Ordinal);
}
