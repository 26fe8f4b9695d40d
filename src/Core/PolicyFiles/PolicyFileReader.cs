using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Finds and reads policy files.</summary>
internal static class PolicyFileReader
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads each path, a file or a folder of policy files, and each file once.</summary>
    public static List<PolicyText> Read(IEnumerable<string> paths, PolicyErrors errors)
    {
        var texts = new List<PolicyText>();
        foreach (var file in paths.SelectMany(path => Find(path, errors)).DistinctBy(Path.GetFullPath))
        {
            if (texts.Count == PolicyLimits.Files)
            {
                errors.Add(file, $"is one file too many; at most {PolicyLimits.Files} files are loaded together");
                break;
            }

            if (TryRead(file, () => Read(file, errors), errors) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private static List<string> Find(string path, PolicyErrors errors)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            var advice = Spelling.Closest(path, BuiltInPolicies.Names) is { } pack ? $"did you mean '{pack}'?" : "check the path";
            errors.Add(path, BuiltInPolicies.Names.Contains(path)
                ? "is a built-in pack, not a file or folder; list it under 'BuiltIn' instead"
                : $"is not a file, folder or built-in pack; {advice}");
            return [];
        }

        var files = TryRead(path, () => List(path), errors);
        if (files is { Count: 0 })
        {
            errors.Add(path, "contains no policy file; add one that ends in .yaml, .yml or .json");
        }

        return files ?? [];
    }

    /// <remarks>
    /// A mounted ConfigMap has links to its files, and keeps the files in folders whose names start with two dots. So the
    /// reader follows links to files, enters no folder below this one, and skips hidden files.
    /// </remarks>
    private static List<string> List(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Where(file => !Directory.Exists(file))
            .Order(StringComparer.Ordinal)];

    private static PolicyText? Read(string file, PolicyErrors errors)
    {
        using var stream = File.OpenRead(file);
        var buffer = new byte[PolicyLimits.FileBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return PolicyText.Create(file, buffer.AsMemory(0, length), errors);
    }

    private static T? TryRead<T>(string path, Func<T?> read, PolicyErrors errors)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(path, $"cannot be read: {exception.Message}");
            return null;
        }
    }
}
