using System.Text;
using Tagalong.Testing.Recording;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>What one program did with a case.</summary>
/// <param name="Reached">Each different way in which it called a server, what its plugin saw, and <c>error</c> if it failed.</param>
/// <param name="Output">What it wrote, to explain a difference.</param>
internal sealed record Observation(string Reached, string Output)
{
    /// <summary>A line of a call whose response must not be compressed.</summary>
    public const string NoCompression = "  response: not compressed";

    public const string Error = "error";

    private static readonly string[] Compared = ["Authorization", "Impersonate-"];

    /// <summary>One call of a server, as a block of lines.</summary>
    public static string Of(string server, ReceivedCall call, string? via)
    {
        var block = new StringBuilder($"{server} as {call.Host}");
        var prefix = call.Path[..Math.Max(0, call.Path.IndexOf("/api", StringComparison.Ordinal))];
        Add("path", prefix);
        Add("server name", call.ServerName);
        Add("via", via);
        foreach (var (name, value) in call.Headers.Where(IsCompared).OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            Add(name.ToLowerInvariant(), value);
        }

        Add("client certificate", call.ClientCertificate);
        Add("intermediates", call.Intermediates > 0 ? $"{call.Intermediates}" : null);
        if (!call.Headers.Any(static header => header.Key == "Accept-Encoding"))
        {
            block.Append('\n').Append(NoCompression);
        }

        return block.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                block.Append($"\n  {name}: {value}");
            }
        }
    }

    private static bool IsCompared(KeyValuePair<string, string> header) =>
        Compared.Any(prefix => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
