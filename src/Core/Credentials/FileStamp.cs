using System.Globalization;

namespace Tagalong.Core.Credentials;

/// <summary>A text that changes when a file changes.</summary>
internal static class FileStamp
{
    /// <summary>A file's path, size and time; only the path where the file cannot be read; null without a path.</summary>
    public static string? Of(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        // The files of a mounted ConfigMap or Secret are links, which stay the same while their targets change.
        var file = new FileInfo(path);
        var target = file.Exists && file.LinkTarget is not null ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;
        return target.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{path} {target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}")
            : path;
    }
}
