using System.Formats.Tar;
using System.Text;

namespace Tagalong.Cli.Reporting;

/// <summary>
/// The file of a report, begun before the work that it tells of: a path that cannot be written is told of at once, and what
/// was there before stays until the new report is whole.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private readonly string _unfinished;
    private bool _isKept;

    private ReportFile(string path, string unfinished)
    {
        (Path, _unfinished) = (path, unfinished);
        Writer = new StreamWriter(unfinished, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>Where the report will be.</summary>
    public string Path { get; }

    /// <summary>Takes the report.</summary>
    public StreamWriter Writer { get; }

    /// <summary>Begins it; of a link, it is the file that the link leads to.</summary>
    /// <exception cref="RefusedException">The path cannot be written, or is no place for a file.</exception>
    public static ReportFile Begin(string path)
    {
        if (path.Length == 0)
        {
            throw new RefusedException("--report: the path is empty; name a file.");
        }

        try
        {
            var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            return Directory.Exists(target) ? throw new RefusedException($"--report: '{path}' is a folder; name a file.")
                : File.Exists(target) && !IsRegular(target) ? throw new RefusedException($"--report: '{path}' is a device or a pipe; name a file.")
                : new ReportFile(target, $"{target}.{Guid.NewGuid():N}.tmp");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"--report: '{path}' cannot be written: {fault.Message}");
        }
    }

    /// <summary>A device or a pipe has no length, and an archive is what tells it from an empty file without opening it.</summary>
    private static bool IsRegular(string path)
    {
        if (new FileInfo(path).Length > 0)
        {
            return true;
        }

        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            writer.WriteEntry(path, entryName: "report");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    /// <summary>Puts the whole report where it is wanted.</summary>
    public void Keep()
    {
        Writer.Dispose();
        File.Move(_unfinished, Path, overwrite: true);
        _isKept = true;
    }

    /// <summary>Removes what is not whole.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        if (!_isKept)
        {
            File.Delete(_unfinished);
        }
    }
}
