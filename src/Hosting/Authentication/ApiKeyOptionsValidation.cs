namespace Tagalong.Hosting.Authentication;

/// <summary>Validates the senders that have API keys.</summary>
internal static class ApiKeyOptionsValidation
{
    private static readonly string Length =
        $"a key has {ApiKey.ShortestLength} to {ApiKey.LongestLength} characters, for example the output of 'openssl rand -hex 32'";

    public static IEnumerable<string> Errors(string setting, ApiKeyOptions options)
    {
        if (options.Keys.Count == 0 && options.KeyFile.Length == 0)
        {
            yield return $"{setting} has no key; set {setting}:Keys:0 or {setting}:KeyFile.";
        }

        for (var index = 0; index < options.Keys.Count; index++)
        {
            if (!ApiKey.HasValidLength(options.Keys[index]))
            {
                yield return $"{setting}:Keys:{index} has {options.Keys[index].Length} characters; {Length}.";
            }
        }

        if (options.KeyFile.Length > 0 && FileError($"{setting}:KeyFile", options.KeyFile) is { } error)
        {
            yield return error;
        }
    }

    /// <summary>A key identifies its sender, so no two senders may share one.</summary>
    public static IEnumerable<string> SharedKeys(string section, IEnumerable<KeyValuePair<string, ApiKeyOptions>> senders) => senders
        .SelectMany(static sender => KeysOf(sender.Value).Distinct().Select(key => (sender.Key, Text: key)))
        .GroupBy(static key => key.Text)
        .Where(static sharing => sharing.Count() > 1)
        .Select(sharing => $"A key belongs to one sender, but these share one: "
            + $"{string.Join(", ", sharing.Select(sender => $"{section}:ApiKeys:{sender.Key}"))}.");

    private static string? FileError(string setting, string path)
    {
        try
        {
            var keys = ApiKeyFile.KeysIn(File.ReadLines(path));
            return keys.Length == 0 ? $"{setting} is {path}, which has no key; write one key on each line."
                : Array.TrueForAll(keys, ApiKey.HasValidLength) ? null
                : $"{setting} is {path}, which has a key that is too short or too long; {Length}.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{setting} cannot be read: {error.Message}";
        }
    }

    private static List<string> KeysOf(ApiKeyOptions options) =>
        File.Exists(options.KeyFile) && FileError("", options.KeyFile) is null
            ? [.. options.Keys, .. ApiKeyFile.KeysIn(File.ReadLines(options.KeyFile))]
            : options.Keys;
}
