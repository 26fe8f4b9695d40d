using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Selecting;

/// <summary>A field selector, for the few fields that Kubernetes supports in selectors.</summary>
internal sealed class FieldSelector(IReadOnlyList<FieldRequirement> requirements)
{
    public static FieldSelector Everything { get; } = new([]);

    public bool IsEmpty => requirements.Count == 0;

    /// <summary>Reads <c>metadata.name=web,metadata.namespace!=shop</c>.</summary>
    /// <exception cref="StatusException">400, if a term is malformed or names an unsupported field.</exception>
    public static FieldSelector Parse(string? text, ResourceKind kind)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Everything;
        }

        var terms = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new FieldSelector([.. terms.Select(term => ParseTerm(term, text, kind))]);
    }

    public bool Matches(StoredObject stored)
    {
        foreach (var requirement in requirements)
        {
            if ((Value(stored, requirement.Field) == requirement.Value) == requirement.Negated)
            {
                return false;
            }
        }

        return true;
    }

    private static FieldRequirement ParseTerm(string term, string text, ResourceKind kind)
    {
        var equals = term.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw StatusErrors.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
        }

        var negated = term[equals - 1] == '!';
        var field = term[..(negated ? equals - 1 : equals)];
        if (field is not ("metadata.name" or "metadata.namespace") && !kind.SelectableFields.Contains(field))
        {
            throw StatusErrors.BadRequest(kind.BuiltIn
                ? $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : $"field label not supported: {field}");
        }

        return new FieldRequirement(field, term[(equals + 1)..].TrimStart('='), negated);
    }

    private static string Value(StoredObject stored, string field) => field switch
    {
        "metadata.name" => stored.Name,
        "metadata.namespace" => stored.Namespace ?? "",
        _ => stored.ToJson().TextAt(field),
    };
}
