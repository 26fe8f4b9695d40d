namespace Tagalong.Core.Credentials;

/// <summary>A file that holds one secret, such as a mounted Kubernetes Secret: it is read anew whenever it is needed, for it may be rotated.</summary>
public static class SecretFile
{
    /// <summary>What it holds, without the white space around.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async ValueTask<string> ReadAsync(string path, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
}
