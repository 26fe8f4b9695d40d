namespace Tagalong.DevCluster.Selecting;

/// <summary>What a term of a label selector asks of a label.</summary>
internal enum LabelOperator
{
    Exists,
    DoesNotExist,
    In,
    NotIn,
    GreaterThan,
    LessThan,
}
