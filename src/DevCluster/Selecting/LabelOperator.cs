namespace Tagalong.DevCluster.Selecting;

/// <summary>The operator of one term of a label selector.</summary>
internal enum LabelOperator
{
    Exists,
    DoesNotExist,
    In,
    NotIn,
    GreaterThan,
    LessThan,
}
