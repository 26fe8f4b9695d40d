namespace Tagalong.Server.Consuming;

/// <summary>The short arguments of the verb <c>consume</c>.</summary>
internal static class ConsumeArguments
{
    /// <summary>The same as settings; what is no short argument stays as it is.</summary>
    public static string[] ToSettings(string[] arguments)
    {
        var settings = new List<string>();
        var queues = 0;
        for (var at = 0; at < arguments.Length; at++)
        {
            if (arguments[at] == "--queue" && at + 1 < arguments.Length)
            {
                settings.Add($"--Tagalong:Consume:Queues:{queues++}={arguments[++at]}");
            }
            else if (arguments[at].StartsWith("--queue=", StringComparison.Ordinal))
            {
                settings.Add($"--Tagalong:Consume:Queues:{queues++}={arguments[at]["--queue=".Length..]}");
            }
            else
            {
                settings.Add(arguments[at]);
            }
        }

        return [.. settings];
    }
}
