using System.Diagnostics;
using Tagalong.Cli.Tests.Connecting;

namespace Tagalong.Cli.Tests.Completion;

/// <summary>Completions of a real bash and kubectl.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string Eks = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

    private const string Try = """
        try() {
          COMP_LINE=$1 COMP_POINT=${#1}
          read -ra COMP_WORDS <<< "${1//:/ : }"
          [[ $1 != *' ' ]] || COMP_WORDS+=("")
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
          _tagalong
          echo "${COMPREPLY[*]}"
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-completion-");

    public CompletionTests()
    {
        Script("tagalong", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "tagalong.dll")}' \"$@\"\n");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "kubectl-tagalong"), "tagalong");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Bash_completes_commands_options_values_kinds_packs_and_contexts()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "alpha", "beta", Eks);
        var asked = $$"""
            source <(tagalong completion bash)
            {{Try}}
            try 'tagalong pol'
            try 'tagalong policy '
            try 'tagalong explain --kube'
            try 'tagalong policy show -o '
            try 'tagalong explain rollo'
            try 'tagalong policy check ar'
            try 'tagalong explain --context '
            try 'tagalong explain rs x --context al'
            try 'tagalong explain --context arn:aws:eks:eu'
            complete -p tagalong
            """;

        var answers = await RunAsync(("KUBECONFIG", kubeconfig.Path), "bash", "-c", asked);

        Assert.Equal(
            [
                "policy",
                "--help -\\? -h check show test",
                "--kubeconfig",
                "json text yaml",
                "rollouts",
                "argo-rollouts",
                $"alpha {Eks} beta",
                "alpha",
                "eu-west-1:111122223333:cluster/prod",
                "complete -o default -F _tagalong tagalong",
            ],
            answers);
    }

    [Fact]
    public async Task Bash_completes_options_after_switches_and_after_options_that_may_be_repeated()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "alpha");
        var asked = $$"""
            source <(tagalong completion bash)
            {{Try}}
            try 'tagalong sweep --dry-run --rep'
            try 'tagalong sweep --context alpha --rep'
            try 'tagalong sweep --dry-run '
            """;

        var answers = await RunAsync(("KUBECONFIG", kubeconfig.Path), "bash", "-c", asked);

        Assert.Equal(["--report", "--report"], answers[..2]);
        Assert.Contains("--context", answers[2], StringComparison.Ordinal);
        Assert.DoesNotContain("True", answers[2], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Bash_quotes_unusual_context_names()
    {
        const string Hostile = "zz$(touch made)`touch made`;touch made";
        using var kubeconfig = KubeconfigFile.Of("a", Hostile);
        var asked = $$"""
            cd '{{_folder.FullName}}'
            source <(tagalong completion bash)
            {{Try}}
            eval "printf '%s\n' $(try 'tagalong explain --context zz')"
            """;

        var answers = await RunAsync(("KUBECONFIG", kubeconfig.Path), "bash", "-c", asked);

        Assert.Equal([Hostile], answers);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "made")));
    }

    [Fact]
    public async Task Kubectl_completes_the_plugin()
    {
        Script("kubectl_complete-tagalong", (await TagalongProcess.RunAsync("completion", "kubectl")).Output);

        var commands = await RunAsync(("KUBECONFIG", ""), "kubectl", "__complete", "tagalong", "ex");
        var formats = await RunAsync(("KUBECONFIG", ""), "kubectl", "__complete", "tagalong", "policy", "show", "--output", "");

        Assert.Equal(["explain", ":4"], commands);
        Assert.Equal(["json", "text", "yaml", ":4"], formats);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _tagalong tagalong")]
    [InlineData("zsh", "#compdef tagalong")]
    [InlineData("fish", "complete -c tagalong")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native -CommandName tagalong")]
    public async Task Every_shell_has_its_script(string shell, string line)
    {
        var ended = await TagalongProcess.RunAsync("completion", shell);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Contains(line, ended.Output, StringComparison.Ordinal);
    }

    private void Script(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<string[]> RunAsync((string Name, string Value) variable, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable.Name] = variable.Value, ["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        return output.TrimEnd('\n').Split('\n');
    }
}
