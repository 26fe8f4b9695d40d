namespace Tagalong.FunctionsHost;

/// <summary>A handler that cannot be reached. The message has what it wrote.</summary>
public sealed class HandlerStartException : Exception
{
    public HandlerStartException()
    {
    }

    public HandlerStartException(string message)
        : base(message)
    {
    }

    public HandlerStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
