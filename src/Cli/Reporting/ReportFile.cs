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

    /// <exception cref="RefusedException">The path cannot be written.</exception>
    public static ReportFile Begin(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? throw new RefusedException($"--report: '{path}' is a folder; name a file.")
                : new ReportFile(path, $"{path}.{Guid.NewGuid():N}.tmp");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"--report: '{path}' cannot be written: {fault.Message}");
        }
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
