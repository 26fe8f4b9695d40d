using System.Globalization;
using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>The version of an API server, <c>v1.20.2</c>.</summary>
public sealed record ServerVersion(int Major, int Minor, string Text)
{
    /// <param name="version">The response of <c>/version</c>.</param>
    public static ServerVersion Read(JsonNode version)
    {
        ArgumentNullException.ThrowIfNull(version);

        // Some providers append a plus sign.
        static int Number(JsonNode? value) => int.Parse(value!.GetValue<string>().TrimEnd('+'), CultureInfo.InvariantCulture);
        return new ServerVersion(Number(version["major"]), Number(version["minor"]), version["gitVersion"]!.GetValue<string>());
    }

    /// <summary>Whether it is this release or a later one.</summary>
    public bool IsAtLeast(int major, int minor) => (Major, Minor).CompareTo((major, minor)) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
