using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Tagalong.DevCluster;

/// <summary>The command line of the server as a separate program.</summary>
internal static class ServerCommand
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Misuse = 2;

    private const string Help =
        """
        A Kubernetes API server in memory, for development and tests.

        Usage: tagalong-devcluster --kubeconfig FILE [--port N]

          --kubeconfig FILE  where to write the kubeconfig for clients
          --port N           the port to listen on, on 127.0.0.1 (default: 0, any free port)
          --help             show this help

        It runs until Ctrl-C or SIGTERM. The objects are not kept.
        """;

    /// <returns>The exit code: 0 after a clean stop, 1 if the server could not run, 2 if the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            await output.WriteLineAsync(Help);
            return Success;
        }

        if (Parse(arguments, out var kubeconfig, out var port) is { } mistake)
        {
            await error.WriteLineAsync($"{mistake} See --help.");
            return Misuse;
        }

        try
        {
            await ServeAsync(kubeconfig, port, output);
            return Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            await error.WriteLineAsync(exception.Message);
            return Failure;
        }
    }

    /// <returns>The error; null if the arguments are valid.</returns>
    private static string? Parse(string[] arguments, out string kubeconfig, out int port)
    {
        (kubeconfig, port) = ("", 0);
        foreach (var option in arguments.Chunk(2))
        {
            switch (option)
            {
                case ["--kubeconfig", { Length: > 0 } path]:
                    kubeconfig = path;
                    break;
                case ["--kubeconfig", ..]:
                    return "--kubeconfig needs the path of a file.";
                case ["--port", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue:
                    break;
                case ["--port", ..]:
                    return $"--port must be a number from 0 to {ushort.MaxValue}, not \"{option.ElementAtOrDefault(1)}\".";
                default:
                    return $"Unknown option \"{option[0]}\".";
            }
        }

        return kubeconfig.Length == 0 ? "--kubeconfig is required." : null;
    }

    private static async Task ServeAsync(string kubeconfig, int port, TextWriter output)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions { Port = port }, CancellationToken.None);
        await WriteKubeconfigAsync(kubeconfig, server.KubeconfigFor());
        await output.WriteLineAsync($"Kubernetes API at {server.Url} - try: kubectl --kubeconfig {kubeconfig} get namespaces");
        await stop.Task;
    }

    // The token in the file has all rights, so only the owner may read the file.
    private static async Task WriteKubeconfigAsync(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text);
    }
}
