using System.CommandLine;
using Tagalong.Cli.Commands;

namespace Tagalong.Cli.Completion;

/// <summary>The command <c>completion</c>: prints a script for a shell, which calls the tool for its suggestions.</summary>
internal static class CompletionCommand
{
    public const string Notes = """
        Examples:
          source <(tagalong completion bash)                               in ~/.bashrc
          source <(tagalong completion zsh)                                in ~/.zshrc, after compinit
          tagalong completion fish | source                                in ~/.config/fish/config.fish
          tagalong completion powershell | Out-String | Invoke-Expression  in $PROFILE
          tagalong completion kubectl > ~/.local/bin/kubectl_complete-tagalong; chmod +x ~/.local/bin/kubectl_complete-tagalong
                                                                           for kubectl tagalong; the folder must be in PATH

        Exit codes: 0 printed; 2 wrong usage.
        """;

    private static readonly Argument<string> ShellArgument = new Argument<string>("SHELL")
    {
        Description = "bash, zsh, fish, powershell; or kubectl, for the completion of the kubectl plugin",
        HelpName = "bash|zsh|fish|powershell|kubectl",
    }.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell", "kubectl");

    public static Command Create()
    {
        var command = new Command("completion", "Print a shell script that completes commands, options, contexts and kinds") { ShellArgument };
        command.SetAction(static parsed =>
        {
            using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{parsed.GetValue(ShellArgument)}")!;
            using var reader = new StreamReader(script);
            parsed.InvocationConfiguration.Output.Write(reader.ReadToEnd());
            return ExitCode.Success;
        });
        return command;
    }
}
