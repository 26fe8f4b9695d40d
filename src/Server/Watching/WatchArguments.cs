namespace Tagalong.Server.Watching;

/// <summary>The short arguments of the verb <c>watch</c>.</summary>
internal static class WatchArguments
{
    /// <summary>The same as settings; what is no short argument stays as it is.</summary>
    public static string[] ToSettings(string[] arguments)
    {
        var settings = new List<string>();
        for (var at = 0; at < arguments.Length; at++)
        {
            var (name, value) = arguments[at].Split('=', 2) switch
            {
                [var only] => (only, null),
                var pair => (pair[0], pair[1]),
            };
            var setting = name switch
            {
                "--sink" => "Sink",
                "--queue" => "Queue",
                "--cluster" => "Cluster",
                _ => null,
            };
            if (setting is not null && (value is not null || at + 1 < arguments.Length))
            {
                settings.Add($"--Tagalong:Watch:{setting}={value ?? arguments[++at]}");
            }
            else
            {
                settings.Add(arguments[at] == "--apply" ? "--Tagalong:Watch:Apply=true" : arguments[at]);
            }
        }

        return [.. settings];
    }
}
