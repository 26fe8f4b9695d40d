using System.Diagnostics;
using Tagalong.Cli.Reporting;

namespace Tagalong.Cli.Tests.Reporting;

/// <summary>What becomes of what is already where a report is wanted.</summary>
public sealed class ReportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_link_stays_and_the_file_that_it_leads_to_is_written()
    {
        var (link, file) = (PathOf("latest.html"), PathOf("report.html"));
        File.WriteAllText(file, "before");
        File.CreateSymbolicLink(link, "report.html");

        using (var report = ReportFile.Begin(link))
        {
            report.Writer.Write("after");
            report.Keep();
        }

        Assert.Equal("report.html", new FileInfo(link).LinkTarget);
        Assert.Equal("after", File.ReadAllText(file));
    }

    [Fact]
    public void An_empty_file_is_replaced()
    {
        var file = PathOf("report.html");
        File.WriteAllText(file, "");

        using (var report = ReportFile.Begin(file))
        {
            report.Writer.Write("after");
            report.Keep();
        }

        Assert.Equal("after", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_pipe_is_refused_and_stays()
    {
        var pipe = PathOf("pipe");
        using var make = Process.Start("mkfifo", [pipe]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(PathOf("link"), pipe);

        var refused = Assert.Throws<RefusedException>(() => ReportFile.Begin(pipe));
        var refusedByLink = Assert.Throws<RefusedException>(() => ReportFile.Begin(PathOf("link")));

        Assert.Equal([$"--report: '{pipe}' is a device or a pipe; name a file."], refused.Faults);
        Assert.Contains("is a device or a pipe", Assert.Single(refusedByLink.Faults), StringComparison.Ordinal);
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
