using Tagalong.Cluster.Tests.Servers;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>A difference that is intended, or that only an older server has.</summary>
/// <param name="Script">The script of the request.</param>
/// <param name="Request">The name of the request.</param>
/// <param name="Path">The field, as <see cref="Difference"/> names it, with all below it; <c>.</c> for the whole body.</param>
/// <param name="Version">The version of Kubernetes that has the difference, <c>1.20</c>; null for all versions.</param>
/// <param name="Reason">Why the difference is accepted.</param>
internal sealed record KnownDifference(string Script, string Request, string Path, string? Version, string Reason)
{
    public bool AppliesTo(ServerVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Version is null || Version == $"{version.Major}.{version.Minor}";
    }

    public bool Covers(Difference found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return Path == "."
            ? found.Path.Length == 0 || found.Path[0] is '.' or '['
            : found.Path == Path || found.Path.StartsWith($"{Path}.", StringComparison.Ordinal) || found.Path.StartsWith($"{Path}[", StringComparison.Ordinal);
    }
}
