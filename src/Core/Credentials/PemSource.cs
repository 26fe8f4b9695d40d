namespace Tagalong.Core.Credentials;

/// <summary>Certificates or a key as PEM: a text, or a file that may be rotated.</summary>
internal sealed class PemSource
{
    private readonly string? _text;

    private PemSource(string? text, string? file) => (_text, File) = (text, file);

    /// <summary>The file, or null.</summary>
    public string? File { get; }

    public static PemSource OfText(string pem) => new(pem, null);

    public static PemSource OfFile(string path) => new(null, path);

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    public string Read() => _text ?? System.IO.File.ReadAllText(File!);
}
