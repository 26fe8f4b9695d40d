namespace Tagalong.DevCluster.Selecting;

/// <summary>One term of a field selector: a field equals a value, or (negated) does not.</summary>
internal sealed record FieldRequirement(string Field, string Value, bool Negated);
