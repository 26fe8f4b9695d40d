namespace Tagalong.Core.Tests.PolicyFiles;

/// <summary>
/// A folder under <c>Cases</c>: policy files, <c>errors.txt</c> with the errors expected, and, if packs are loaded
/// too, <c>packs.txt</c>. A line in <c>errors.txt</c> that starts with <c>#</c> is a note.
/// </summary>
public sealed record PolicyCase(string Folder, IReadOnlyList<string> Packs, IReadOnlyList<string> Errors, bool IsBeyondTheSchema)
{
    /// <summary>The note on a case whose errors are about several members together, or about the file and not its content.</summary>
    private const string BeyondTheSchema = "# A schema cannot tell.";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "PolicyFiles", "Cases");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json");

    public static PolicyCase Named(string name)
    {
        var folder = Path.Combine(Root, name);
        var lines = Lines(Path.Combine(folder, "errors.txt"));
        return new PolicyCase(
            folder,
            Lines(Path.Combine(folder, "packs.txt")),
            [.. lines.Where(line => !line.StartsWith('#'))],
            lines.Contains(BeyondTheSchema));
    }

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
