using System.Text;
using System.Text.RegularExpressions;

namespace Tagalong.DevCluster.Writing;

/// <summary>The syntax of labels, annotations and names, with the messages of <c>k8s.io/apimachinery/pkg/util/validation</c>.</summary>
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

    /// <summary>The errors in a label's value.</summary>
    public static IEnumerable<string> ErrorsInValue(string value) => Errors(
        (Encoding.UTF8.GetByteCount(value) > MaximumPart, TooLong(MaximumPart)),
        (value.Length > 0 && !NamePattern().IsMatch(value), ValueRule));

    /// <summary>The errors in the key of a label or annotation: a name, optionally after a DNS subdomain and a slash.</summary>
    public static IEnumerable<string> ErrorsInKey(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            return [$"a qualified name {NameRule["name part ".Length..]} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        var prefixErrors = parts switch
        {
            ["", _] => ["prefix part must be non-empty"],
            [var prefix, _] => ErrorsInSubdomain(prefix).Select(message => $"prefix part {message}"),
            _ => [],
        };
        return [.. prefixErrors, .. ErrorsInName(parts[^1])];
    }

    /// <summary>The errors in the name of an object.</summary>
    public static IEnumerable<string> ErrorsInSubdomain(string name) => Errors(
        (name.Length > MaximumPrefix, TooLong(MaximumPrefix)),
        (!SubdomainPattern().IsMatch(name), SubdomainRule));

    /// <summary>The errors in the name of a namespace, which must be a DNS label.</summary>
    public static IEnumerable<string> ErrorsInNamespace(string name) => Errors(
        (name.Length > MaximumPart, TooLong(MaximumPart)),
        (name.Contains('.', StringComparison.Ordinal) || !SubdomainPattern().IsMatch(name), LabelRule));

    private static IEnumerable<string> ErrorsInName(string name) => Errors(
        (name.Length == 0, "name part must be non-empty"),
        (Encoding.UTF8.GetByteCount(name) > MaximumPart, "name part " + TooLong(MaximumPart)),
        (!NamePattern().IsMatch(name), NameRule));

    private static IEnumerable<string> Errors(params IEnumerable<(bool Applies, string Message)> rules) =>
        rules.Where(rule => rule.Applies).Select(rule => rule.Message);

    private static string TooLong(int limit) => $"must be no more than {limit} bytes";

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainPattern();
}
