using System.Text;
using System.Text.RegularExpressions;

namespace Tagalong.DevCluster.Writing;

/// <summary>What labels, annotations and names may look like, with the messages of <c>k8s.io/apimachinery/pkg/util/validation</c>.</summary>
internal static partial class LabelRules
{
    private const int MaximumPart = 63;
    private const int MaximumPrefix = 253;

    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
        "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string NameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'example.com', regex used for validation is " +
        @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
        "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>What is wrong with a label's value.</summary>
    public static IEnumerable<string> FaultsOfValue(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > MaximumPart)
        {
            yield return TooLong(MaximumPart);
        }

        if (value.Length > 0 && !NamePattern().IsMatch(value))
        {
            yield return ValueRule;
        }
    }

    /// <summary>What is wrong with a key of a label or annotation: a name, with a DNS subdomain and a slash before it or not.</summary>
    public static IEnumerable<string> FaultsOfKey(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            return [$"a qualified name {NameRule["name part ".Length..]} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        var prefixFaults = parts.Length == 1 ? [] : parts[0].Length == 0 ? ["prefix part must be non-empty"] : FaultsOfSubdomain(parts[0]).Select(fault => $"prefix part {fault}");
        return [.. prefixFaults, .. FaultsOfName(parts[^1])];
    }

    /// <summary>What is wrong with the name of an object.</summary>
    public static IEnumerable<string> FaultsOfSubdomain(string name)
    {
        if (name.Length > MaximumPrefix)
        {
            yield return TooLong(MaximumPrefix);
        }

        if (!SubdomainPattern().IsMatch(name))
        {
            yield return SubdomainRule;
        }
    }

    /// <summary>What is wrong with the name of a namespace, which has to do as a DNS label.</summary>
    public static IEnumerable<string> FaultsOfNamespace(string name)
    {
        if (name.Length > MaximumPart)
        {
            yield return TooLong(MaximumPart);
        }

        if (name.Contains('.', StringComparison.Ordinal) || !SubdomainPattern().IsMatch(name))
        {
            yield return LabelRule;
        }
    }

    private static IEnumerable<string> FaultsOfName(string name)
    {
        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }

        if (Encoding.UTF8.GetByteCount(name) > MaximumPart)
        {
            yield return "name part " + TooLong(MaximumPart);
        }

        if (!NamePattern().IsMatch(name))
        {
            yield return NameRule;
        }
    }

    private static string TooLong(int limit) => $"must be no more than {limit} bytes";

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainPattern();
}
