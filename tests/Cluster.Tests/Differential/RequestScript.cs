namespace Tagalong.Cluster.Tests.Differential;

/// <summary>
/// Reads requests in the usual format of <c>.http</c> files: <c>###</c> and the name, the request line, the headers, an empty
/// line, the body. <c># as labeler</c> before the request line names the user, and <c># compact history</c> compacts the
/// history first. Any other <c>#</c> line is a comment. <c>@name = text</c> at the top of the file defines <c>{{name}}</c>.
/// </summary>
internal static class RequestScript
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Differential", "Requests");

    /// <summary>The names of all scripts, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.http").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>The requests of one script, in order.</summary>
    public static IReadOnlyList<ScriptedRequest> Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.http")).ReplaceLineEndings("\n");
        var parts = $"\n{text}".Split("\n### ");
        var variables = parts[0].Split('\n').Where(line => line.StartsWith('@')).Select(line => line[1..].Split(" = ", 2)).ToList();
        return [.. parts.Skip(1).Select(part => Parse(variables.Aggregate(part, (filled, pair) => filled.Replace($"{{{{{pair[0]}}}}}", pair[1], StringComparison.Ordinal))))];
    }

    private static ScriptedRequest Parse(string text)
    {
        var lines = text.Split('\n');
        var remarks = lines.Skip(1).TakeWhile(line => line.StartsWith('#')).Select(line => line[1..].Trim()).ToList();
        var request = lines.Skip(1 + remarks.Count).TakeWhile(line => line.Length > 0).ToList();
        var body = string.Join('\n', lines.Skip(1 + remarks.Count + request.Count)).Trim();
        var words = request[0].Split(' ', 2);
        var headers = request.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        return new ScriptedRequest(
            Name: lines[0],
            User: remarks.FirstOrDefault(remark => remark.StartsWith("as ", StringComparison.Ordinal))?[3..] ?? "admin",
            CompactsHistory: remarks.Contains("compact history"),
            new HttpMethod(words[0]),
            words[1],
            [.. headers],
            body);
    }
}
