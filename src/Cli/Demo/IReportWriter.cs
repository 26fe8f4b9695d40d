namespace Tagalong.Cli.Demo;

/// <summary>Tells what came of a release.</summary>
internal interface IReportWriter
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="left">What is left running; null if nothing is.</param>
    void Write(DemoReport report, LeftRunning? left);
}
