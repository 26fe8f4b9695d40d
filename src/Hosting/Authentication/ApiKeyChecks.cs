namespace Tagalong.Hosting.Authentication;

/// <summary>Finds what is wrong with the senders that have API keys.</summary>
internal static class ApiKeyChecks
{
    private static readonly string Length = $"a key has {ApiKey.ShortestLength} to {ApiKey.LongestLength} characters, as 'openssl rand -hex 32' makes it";

    public static IEnumerable<string> FaultsOf(string setting, ApiKeyOptions options)
    {
        if (options.Keys.Count == 0 && options.KeyFile.Length == 0)
        {
            yield return $"{setting} has no key; set {setting}:Keys:0 or {setting}:KeyFile.";
        }

        for (var index = 0; index < options.Keys.Count; index++)
        {
            if (!ApiKey.IsLongEnough(options.Keys[index]))
            {
                yield return $"{setting}:Keys:{index} has {options.Keys[index].Length} characters; {Length}.";
            }
        }

        if (options.KeyFile.Length > 0 && FaultOf($"{setting}:KeyFile", options.KeyFile) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>A key says who its bearer is, so it belongs to one sender.</summary>
    public static IEnumerable<string> SharedKeys(string section, IEnumerable<KeyValuePair<string, ApiKeyOptions>> senders) => senders
        .SelectMany(static sender => KeysOf(sender.Value).Distinct().Select(key => (sender.Key, Text: key)))
        .GroupBy(static key => key.Text)
        .Where(static sharing => sharing.Count() > 1)
        .Select(sharing => $"A key belongs to one sender, and these have one in common: "
            + $"{string.Join(", ", sharing.Select(sender => $"{section}:ApiKeys:{sender.Key}"))}.");

    private static string? FaultOf(string setting, string path)
    {
        try
        {
            var texts = ApiKeyFile.TextsIn(File.ReadLines(path));
            return texts.Length == 0 ? $"{setting} names {path}, which has no key; write one a line."
                : Array.TrueForAll(texts, ApiKey.IsLongEnough) ? null
                : $"{setting} names {path}, which has a key that is too short or too long; {Length}.";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{setting} names a file that cannot be read: {fault.Message}";
        }
    }

    private static List<string> KeysOf(ApiKeyOptions options) =>
        File.Exists(options.KeyFile) && FaultOf("", options.KeyFile) is null
            ? [.. options.Keys, .. ApiKeyFile.TextsIn(File.ReadLines(options.KeyFile))]
            : options.Keys;
}
