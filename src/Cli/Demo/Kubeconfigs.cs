namespace Tagalong.Cli.Demo;

/// <summary>The kubeconfigs of a dev cluster, in a temporary folder of their own, which goes with them. Only its owner may read it.</summary>
internal sealed class Kubeconfigs : IDisposable
{
    // On Unix such a folder is its owner's alone.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-demo-");

    /// <summary>Where the administrator's is.</summary>
    public string Administrator => Path.Combine(_folder.FullName, "kubeconfig");

    /// <summary>Where the function's is.</summary>
    public string Function => Path.Combine(_folder.FullName, "function.kubeconfig");

    /// <summary>Where the relay's is.</summary>
    public string Relay => Path.Combine(_folder.FullName, "relay.kubeconfig");

    /// <summary>Writes them.</summary>
    public void Write(string administrator, string function, string relay)
    {
        File.WriteAllText(Relay, relay);
        File.WriteAllText(Administrator, administrator);
        File.WriteAllText(Function, function);
    }

    /// <summary>Removes them.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
