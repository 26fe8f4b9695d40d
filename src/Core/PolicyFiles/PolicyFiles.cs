namespace Tagalong.Core.PolicyFiles;

/// <summary>Finds and reads policy files.</summary>
internal static class PolicyFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads each path: a file, or the policy files that stand directly in a folder, each file once.</summary>
    public static List<PolicyText> Read(IEnumerable<string> paths, PolicyErrors faults)
    {
        var texts = new List<PolicyText>();
        var seen = new HashSet<string>();
        foreach (var file in paths.SelectMany(path => Find(path, faults)).Where(file => seen.Add(Path.GetFullPath(file))))
        {
            if (texts.Count == PolicyLimits.Files)
            {
                faults.Add(file, $"is one file too many; at most {PolicyLimits.Files} are loaded together");
                break;
            }

            if (Attempt(file, () => Read(file, faults), faults) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private static List<string> Find(string path, PolicyErrors faults)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            faults.Add(path, "is neither a file nor a folder; check the path");
            return [];
        }

        if (Attempt(path, () => List(path), faults) is not { } files)
        {
            return [];
        }

        if (files.Count == 0)
        {
            faults.Add(path, "holds no policy file; add one that ends in .yaml, .yml or .json");
        }

        return files;
    }

    /// <remarks>
    /// A mounted ConfigMap shows its files as links, and keeps them in folders whose names start with two dots. So links
    /// to files are followed, folders are not entered, and what is hidden is left alone.
    /// </remarks>
    private static List<string> List(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Where(file => !Directory.Exists(file))
            .Order(StringComparer.Ordinal)];

    private static PolicyText? Read(string file, PolicyErrors faults)
    {
        using var stream = File.OpenRead(file);
        var buffer = new byte[PolicyLimits.FileBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length <= PolicyLimits.FileBytes)
        {
            return new PolicyText(file, buffer.AsMemory(0, length), IsBuiltIn: false);
        }

        faults.Add(file, $"is larger than {PolicyLimits.FileBytes / 1024} KiB; split it");
        return null;
    }

    private static T? Attempt<T>(string path, Func<T?> read, PolicyErrors faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(path, $"cannot be read: {exception.Message}");
            return null;
        }
    }
}
