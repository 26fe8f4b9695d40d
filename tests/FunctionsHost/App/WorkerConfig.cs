using Newtonsoft.Json.Linq;

namespace Tagalong.FunctionsHost.App;

/// <summary>How the host starts the worker: the <c>description</c> in <c>worker.config.json</c>.</summary>
internal sealed record WorkerConfig(string Program, IReadOnlyList<string> Arguments)
{
    public static WorkerConfig Read(string folder)
    {
        var path = Path.Combine(folder, "worker.config.json");
        if (!File.Exists(path))
        {
            throw new FunctionsHostException($"{path} does not exist. Build or publish the app first.");
        }

        var description = JObject.Parse(File.ReadAllText(path))["description"]!;
        var program = ((string)description["defaultExecutablePath"]!).Replace("{WorkerRoot}", folder + "/", StringComparison.Ordinal);
        var inFolder = Path.Combine(folder, program);
        var arguments = description["arguments"]?.Values<string>() ?? [];
        return new WorkerConfig(File.Exists(inFolder) ? inFolder : program, [.. arguments!, .. Worker(folder, (string?)description["defaultWorkerPath"])]);
    }

    private static IEnumerable<string> Worker(string folder, string? path) => string.IsNullOrEmpty(path) ? [] : [Path.Combine(folder, path)];
}
