using System.Diagnostics;

namespace Tagalong.Cli.Tests;

public class UsageTests
{
    [Fact]
    public async Task The_help_of_the_demo_shows_its_options_and_examples()
    {
        var (exitCode, output, _) = await RunAsync("demo", "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("--pace <brief|fast|recorded>", output, StringComparison.Ordinal);
        Assert.Contains("--output <text|json|yaml>", output, StringComparison.Ordinal);
        Assert.Contains("tagalong demo --pace fast --output json", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("sweep")]
    [InlineData("diff")]
    [InlineData("audit")]
    [InlineData("explain")]
    [InlineData("policy")]
    [InlineData("policy", "show")]
    [InlineData("policy", "check")]
    [InlineData("policy", "test")]
    [InlineData("demo")]
    [InlineData("completion")]
    public async Task Help_goes_to_stdout_for_every_command(params string[] verb)
    {
        var (exitCode, output, errors) = await RunAsync([.. verb, "--help"]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_that_of_the_product()
    {
        var ended = await TagalongProcess.RunAsync("--version");

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("0.1.0", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_gives_one_line_of_error()
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "tagalong.dll");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec dotnet \"$1\" completion bash 1< \"$1\"", "bash", tool]) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, process.ExitCode);
        Assert.Matches("^tagalong: [^\n]+\n$", errors);
    }

    [Fact]
    public async Task An_unknown_option_is_wrong_usage()
    {
        var ended = await TagalongProcess.RunAsync("demo", "--speed", "fast");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("--speed", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("parade")]
    [InlineData("demo", "--pace", "1")]
    [InlineData("demo", "--pace", "breakneck")]
    [InlineData("demo", "--output", "xml")]
    public async Task Wrong_usage_prints_an_error_and_no_output(params string[] args)
    {
        var (exitCode, output, errors) = await RunAsync(args);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task A_command_without_its_subcommand_prints_the_help()
    {
        var (exitCode, output, errors) = await RunAsync("policy");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Matches("(?s)show.*check.*test", errors);
        Assert.DoesNotContain("Required command", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await CommandLine.RunAsync(args, output, errors, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
