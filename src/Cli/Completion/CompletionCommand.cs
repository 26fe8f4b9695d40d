using System.CommandLine;
using Tagalong.Cli.Commands;

namespace Tagalong.Cli.Completion;

/// <summary>The command <c>completion</c>: prints a script for a shell, which calls the tool for its suggestions.</summary>
internal sealed class CompletionCommand : DocumentedCommand
{
    private readonly Argument<string> _shell = new Argument<string>("SHELL")
    {
        Description = "bash, zsh, fish, powershell; or kubectl, for the completion of the kubectl plugin",
        HelpName = "bash|zsh|fish|powershell|kubectl",
    }.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell", "kubectl");

    public CompletionCommand()
        : base("completion", "Print a shell script that completes commands, options, contexts and kinds", """
            Examples:
              source <(tagalong completion bash)                               in ~/.bashrc
              source <(tagalong completion zsh)                                in ~/.zshrc, after compinit
              tagalong completion fish | source                                in ~/.config/fish/config.fish
              tagalong completion powershell | Out-String | Invoke-Expression  in $PROFILE
              tagalong completion kubectl > ~/.local/bin/kubectl_complete-tagalong; chmod +x ~/.local/bin/kubectl_complete-tagalong
                                                                               for kubectl tagalong; the folder must be in PATH

            Exit codes: 0 printed; 2 wrong usage.
            """)
    {
        Add(_shell);
        SetAction(parsed =>
        {
            using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{parsed.GetValue(_shell)}")!;
            using var reader = new StreamReader(script);
            parsed.InvocationConfiguration.Output.Write(reader.ReadToEnd());
            return ExitCode.Success;
        });
    }
}
