using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tagalong.FunctionsHost.Queues;

/// <summary>The section <c>extensions.queues</c> of <c>host.json</c>.</summary>
/// <param name="BatchSize">The most messages that the host fetches at once.</param>
/// <param name="NewBatchThreshold">The host fetches again as soon as so few messages are in process.</param>
/// <param name="MaxDequeueCount">After so many attempts a message moves to the poison queue.</param>
/// <param name="VisibilityTimeout">The time between the attempts.</param>
/// <param name="Encoding">How bodies are stored.</param>
public sealed record QueueOptions(int BatchSize, int NewBatchThreshold, int MaxDequeueCount, TimeSpan VisibilityTimeout, MessageEncoding Encoding)
{
    internal string Encode(string body) => Encoding == MessageEncoding.Base64 ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(body)) : body;

    internal bool TryDecode(string stored, [NotNullWhen(true)] out string? body)
    {
        if (Encoding == MessageEncoding.None)
        {
            body = stored;
            return true;
        }

        body = Base64.IsValid(stored) ? new UTF8Encoding(false).GetString(Convert.FromBase64String(stored)) : null;
        return body is not null;
    }
}
