using System.Formats.Tar;
using System.Text;
using Tagalong.Cli.Commands;

namespace Tagalong.Cli.Reporting;

/// <summary>
/// The file of a report, created before the sweep: a path that cannot be written fails at once, and an existing file stays
/// until the new report is complete.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private readonly string _temporary;
    private bool _isSaved;

    private ReportFile(string path, string temporary)
    {
        (Path, _temporary) = (path, temporary);
        Writer = new StreamWriter(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>The path of the complete report.</summary>
    public string Path { get; }

    public StreamWriter Writer { get; }

    /// <summary>Creates the file. A link is followed.</summary>
    /// <exception cref="CommandException">The path cannot be written, or is not a regular file.</exception>
    public static ReportFile Create(string path)
    {
        if (path.Length == 0)
        {
            throw new CommandException("--report: the path is empty; name a file.");
        }

        try
        {
            var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            return Directory.Exists(target) ? throw new CommandException($"--report: '{path}' is a folder; name a file.")
                : File.Exists(target) && !IsRegular(target) ? throw new CommandException($"--report: '{path}' is a device or a pipe; name a file.")
                : new ReportFile(target, $"{target}.{Guid.NewGuid():N}.tmp");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException($"--report: '{path}' cannot be written: {exception.Message}");
        }
    }

    /// <summary>A device or a pipe has the length 0, as an empty file has. Only TarWriter tells them apart without opening the path.</summary>
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

    /// <summary>Moves the complete report to its path.</summary>
    public void Save()
    {
        Writer.Dispose();
        File.Move(_temporary, Path, overwrite: true);
        _isSaved = true;
    }

    /// <summary>Deletes an incomplete report.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        if (!_isSaved)
        {
            File.Delete(_temporary);
        }
    }
}
