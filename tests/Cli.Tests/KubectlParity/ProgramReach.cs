using System.Diagnostics;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>A program with the options of kubectl, and only the environment variables of the case.</summary>
internal sealed class ProgramReach(string file, string[] arguments, params (string Name, string Value)[] variables) : IReaches
{
    /// <summary>It asks for the API's versions, with two requests. Null where it is not installed.</summary>
    public static ProgramReach? Kubectl { get; } = KubectlFile() is { } file ? new(file, ["api-versions", "--request-timeout=5s"]) : null;

    /// <summary>It lists the objects of the built-in policy, with three requests.</summary>
    public static ProgramReach Tagalong { get; } = new(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "tagalong.dll"), "diff"],
        ("Tagalong__ApiCalls__MaxRetries", "0"),
        ("Tagalong__Sweep__Patience", "00:00:00"));

    public async Task<(bool IsSuccess, string Output)> ReachAsync(
        IReadOnlyDictionary<string, string> environment, string? kubeconfig, string? context, string folder, CancellationToken cancellationToken)
    {
        string[] all = [.. arguments, .. Option("--kubeconfig", kubeconfig), .. Option("--context", context)];
        var start = new ProcessStartInfo(file, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Concat(variables.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value))))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode == 0, $"{await output}{errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>
    /// The kubectl on the PATH. That of the Google Cloud SDK first asks the API server for its version, to choose one of those beside it; then
    /// it is the newest of these.
    /// </summary>
    private static string? KubectlFile() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(static folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists) is { } found
        && (File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found) is var real
            ? Directory.GetFiles(Path.GetDirectoryName(real)!, "kubectl.1.*").Max(StringComparer.Ordinal) ?? real
            : null;

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];
}
