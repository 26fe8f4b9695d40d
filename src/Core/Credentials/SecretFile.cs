namespace Tagalong.Core.Credentials;

/// <summary>A file that holds one secret, such as a mounted Kubernetes Secret. It is read whenever the secret is needed, because it may be rotated.</summary>
public static class SecretFile
{
    /// <summary>The secret, without surrounding white space.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    public static async ValueTask<string> ReadAsync(string path, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)).Trim();
}
