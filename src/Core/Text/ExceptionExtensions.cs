namespace Tagalong.Core.Text;

/// <summary>Finds the cause of an exception.</summary>
public static class ExceptionExtensions
{
    /// <summary>The innermost exception; of several attempts, that of the last one.</summary>
    public static Exception Innermost(this Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [.., var last] } => last.Innermost(),
        { InnerException: { } inner } => inner.Innermost(),
        _ => exception,
    };
}
