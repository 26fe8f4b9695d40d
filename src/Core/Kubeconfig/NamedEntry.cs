using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Kubeconfig;

/// <summary>A cluster, user or context of a kubeconfig. If it is malformed, that concerns only who uses it.</summary>
internal sealed class NamedEntry<T>
    where T : class
{
    private readonly T? _value;
    private readonly string? _error;

    public NamedEntry(Func<T> read)
    {
        try
        {
            _value = read();
        }
        catch (EndpointException exception)
        {
            _error = exception.Message;
        }
    }

    /// <summary>The value, or null if it is malformed.</summary>
    public T? ValueOrNull => _value;

    /// <exception cref="EndpointException">It is malformed.</exception>
    public T Value => _value ?? throw new EndpointException(_error!);
}
