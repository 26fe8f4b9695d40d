using System.Text.RegularExpressions;

namespace Tagalong.Core.PolicyFiles;

/// <summary>The syntax of names in a policy. <c>docs/policy.schema.json</c> has the same patterns.</summary>
internal static partial class NameSyntax
{
    public const string NameAdvice = "use at most 63 lower-case letters, digits, '-' and '.', a letter or digit first and last";

    /// <summary>The name of a policy or a rule, as log lines and metrics have it.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>An API group: a DNS subdomain, or nothing for the core group.</summary>
    public static bool IsGroup(string text) => text.Length <= 253 && Group().IsMatch(text);

    /// <summary>A version or a plural, as in a URL.</summary>
    public static bool IsPathSegment(string text) => PathSegment().IsMatch(text);

    /// <summary>A kind, in upper camel case as Kubernetes writes it.</summary>
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
