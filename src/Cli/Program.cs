using Tagalong.Cli;
using Tagalong.Cli.Commands;

using var interruption = new Interruption();
try
{
    return await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token);
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return interruption.ExitCode;
}
#pragma warning disable CA1031 // The one catch-all: every error ends with a message and a documented exit code.
catch (Exception exception)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"tagalong: {(exception is IOException or UnauthorizedAccessException ? exception.Message : exception)}");
    return ExitCode.Failed;
}
