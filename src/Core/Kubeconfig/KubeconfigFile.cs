using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Core.Kubeconfig;

/// <summary>The content of one kubeconfig, in the format of <c>kubeconfig.v1</c>, by client-go's rules.</summary>
/// <remarks>
/// The Kubernetes client's own model is not used. It lacks <c>proxy-url</c>, <c>disable-compression</c>, <c>tokenFile</c> and <c>as-uid</c>; one
/// <c>as-user-extra</c> makes the whole file unreadable; it takes names that differ in case for the same, so that one cluster's token goes
/// to another; and it loads one certificate of a bundle.
/// </remarks>
internal sealed class KubeconfigFile
{
    private const long MaxBytes = 32 * 1024 * 1024;

    private KubeconfigFile(string path, KubeconfigNode root)
    {
        Path = path;
        if (root["kind"].Text() is not (null or "Config") || root["apiVersion"].Text() is not (null or "v1"))
        {
            throw new EndpointException("it is not a kubeconfig, which has the kind Config and the apiVersion v1");
        }

        var folder = System.IO.Path.GetDirectoryName(path)!;
        CurrentContext = root["current-context"].Text();
        Clusters = Read(root["clusters"], entry => KubeconfigCluster.Read(entry["cluster"], folder));
        Users = Read(root["users"], entry => KubeconfigUser.Read(entry["user"], folder));
        Contexts = Read(root["contexts"], entry => KubeconfigContext.Read(entry, path));
    }

    /// <summary>The file's absolute path.</summary>
    public string Path { get; }

    public string? CurrentContext { get; }

    /// <summary>The clusters, by their exact name; so the others.</summary>
    public ImmutableArray<(string Name, NamedEntry<KubeconfigCluster> Entry)> Clusters { get; }

    public ImmutableArray<(string Name, NamedEntry<KubeconfigUser> Entry)> Users { get; }

    public ImmutableArray<(string Name, NamedEntry<KubeconfigContext> Entry)> Contexts { get; }

    /// <summary>Reads a file. An empty one has no contexts.</summary>
    /// <exception cref="EndpointException">It cannot be read, or is not a kubeconfig.</exception>
    public static KubeconfigFile Load(string path)
    {
        try
        {
            using var content = File.OpenRead(path);
            return content.Length <= MaxBytes
                ? Parse(content, System.IO.Path.GetFullPath(path))
                : throw new EndpointException($"it is larger than {MaxBytes / 1024 / 1024} MiB");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EndpointException(exception.Message, exception);
        }
    }

    /// <summary>Reads a text: UTF-8, or another Unicode encoding with its byte order mark.</summary>
    /// <param name="content">The text.</param>
    /// <param name="path">The absolute path that the paths in it are relative to.</param>
    /// <exception cref="EndpointException">It is not a kubeconfig.</exception>
    public static KubeconfigFile Parse(Stream content, string path)
    {
        try
        {
            using var reader = new StreamReader(content, detectEncodingFromByteOrderMarks: true);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return new KubeconfigFile(path, new KubeconfigNode(yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode : null, ""));
        }
        catch (YamlException exception)
        {
            throw new EndpointException($"line {exception.Start.Line} cannot be read as YAML or JSON: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // The parser throws these for some malformed text.
            throw new EndpointException("it cannot be read as YAML or JSON", exception);
        }
    }

    /// <summary>A path in the file, which is relative to the file's folder.</summary>
    public static string? PathFrom(string folder, string? path) => path is null ? null : System.IO.Path.GetFullPath(path, folder);

    private static ImmutableArray<(string Name, NamedEntry<T> Entry)> Read<T>(KubeconfigNode list, Func<KubeconfigNode, T> read)
        where T : class
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<(string, NamedEntry<T>)>();
        foreach (var entry in list.Items())
        {
            var name = entry["name"].Text() ?? "";

            // As in client-go, which cannot know which of them is meant.
            if (!names.Add(name))
            {
                throw new EndpointException($"{list.Path} has the name '{name}' twice");
            }

            entries.Add((name, new NamedEntry<T>(() => read(entry))));
        }

        return entries.ToImmutable();
    }
}
