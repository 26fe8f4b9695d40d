using System.Text.RegularExpressions;

namespace Tagalong.Core.PolicyFiles;

/// <summary>How things are named in a policy. The patterns stand in the published schema too.</summary>
internal static partial class NameSyntax
{
    /// <summary>A name of a policy or a rule: it stands in log lines and metrics.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>An API group: a DNS subdomain, or nothing for the core group.</summary>
    public static bool IsGroup(string text) => text.Length <= 253 && Group().IsMatch(text);

    /// <summary>A version or a plural, as it stands in a URL.</summary>
    public static bool IsPathSegment(string text) => PathSegment().IsMatch(text);

    /// <summary>A kind, in the case that Kubernetes writes it.</summary>
    public static bool IsKind(string text) => Kind().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Group();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PathSegment();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();
}
