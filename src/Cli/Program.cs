using Tagalong.Cli;
using var interruption = new Interruption();

try
{
    return await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token);
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return interruption.ExitCode;
}
#pragma warning disable CA1031 // The one catch-all: whoever started it gets a line and an exit code that is documented.
catch (Exception fault)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"tagalong: {(fault is IOException or UnauthorizedAccessException ? fault.Message : fault)}");
    return ExitCode.Failed;
}
