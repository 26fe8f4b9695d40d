using System.Diagnostics;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Reporting;

namespace Tagalong.Cli.Tests.Reporting;

/// <summary>Existing files at the path of a report.</summary>
public sealed class ReportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_link_stays_and_its_target_is_written()
    {
        var (link, file) = (PathOf("latest.html"), PathOf("report.html"));
        File.WriteAllText(file, "before");
        File.CreateSymbolicLink(link, "report.html");

        using (var report = ReportFile.Create(link))
        {
            report.Writer.Write("after");
            report.Save();
        }

        Assert.Equal("report.html", new FileInfo(link).LinkTarget);
        Assert.Equal("after", File.ReadAllText(file));
    }

    [Fact]
    public void An_empty_file_is_replaced()
    {
        var file = PathOf("report.html");
        File.WriteAllText(file, "");

        using (var report = ReportFile.Create(file))
        {
            report.Writer.Write("after");
            report.Save();
        }

        Assert.Equal("after", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_pipe_is_rejected_and_stays()
    {
        var pipe = PathOf("pipe");
        using var make = Process.Start("mkfifo", [pipe]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(PathOf("link"), pipe);

        var rejected = Assert.Throws<CommandException>(() => ReportFile.Create(pipe));
        var rejectedByLink = Assert.Throws<CommandException>(() => ReportFile.Create(PathOf("link")));

        Assert.Equal([$"--report: '{pipe}' is a device or a pipe; name a file."], rejected.Errors);
        Assert.Contains("is a device or a pipe", Assert.Single(rejectedByLink.Errors), StringComparison.Ordinal);
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
