using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Events;

/// <summary>
/// Reads the data of an event into a <see cref="WatchEvent"/>; the host has read the envelope. The CloudEvents type decides the
/// format of the data; data of an unknown type is used only if it is a raw watch line.
/// </summary>
public static class EventReader
{
    /// <summary>The largest depth of an event that is one JSON text with its attributes: far deeper than objects are that people write.</summary>
    public const int MaxDepth = 512;

    // A new event format is a type here, an arm of Read, and a shape in WrappedChange.
    private const string OwnTypes = "dev.tagalong.";
    private const string KnativeResource = "dev.knative.apiserver.resource.";
    private const string KnativeReference = "dev.knative.apiserver.ref.";
    private const string ArgoEvents = "resource";
    private const string Kubewatch = "KUBERNETES_TOPOLOGY_CHANGE";

    /// <summary>Whether Tagalong itself sent the event.</summary>
    public static bool IsOwn(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope.Type.StartsWith(OwnTypes, StringComparison.Ordinal);
    }

    /// <summary>Reads an event. It never throws, whatever the event contains.</summary>
    internal static EventReadResult Read(EventEnvelope envelope)
    {
        var type = envelope.Type;
        if (IsOwn(envelope))
        {
            return EventReadResult.None(OutcomeReason.OwnEvent);
        }

        if (type.StartsWith(KnativeResource, StringComparison.Ordinal))
        {
            return ReadKnative(envelope, type.AsSpan(KnativeResource.Length), isReference: false);
        }

        if (type.StartsWith(KnativeReference, StringComparison.Ordinal))
        {
            return ReadKnative(envelope, type.AsSpan(KnativeReference.Length), isReference: true);
        }

        var (shape, isKnown) = type switch
        {
            ArgoEvents => (WrappedChange.ArgoEvents, true),
            Kubewatch => (WrappedChange.Kubewatch, true),
            _ => (WrappedChange.WatchLine, false),
        };
        return ReadWrapped(envelope, shape, isKnown);
    }

    private static EventReadResult ReadKnative(EventEnvelope envelope, ReadOnlySpan<char> word, bool isReference)
    {
        if (ChangeWords.Parse(word) is not { } change)
        {
            return EventReadResult.None(OutcomeReason.UnknownEventType);
        }

        if (isReference)
        {
            var (reference, error) = ReferenceReader.Read(envelope.Data.Span);
            return reference is null ? Unreadable(error) : Checked(envelope, change, reference, body: null);
        }
        else
        {
            var (body, error) = ObjectReader.Read(envelope.Data.Span);
            return body is null ? Unreadable(error) : Checked(envelope, change, body.Reference, body);
        }
    }

    private static EventReadResult ReadWrapped(EventEnvelope envelope, WrappedChange shape, bool isKnown)
    {
        try
        {
            var (word, body) = shape.Read(envelope.Data.Span);
            if (word is "BOOKMARK" or "ERROR")
            {
                return EventReadResult.None(OutcomeReason.NotAChange);
            }

            if (word is null || ChangeWords.Parse(word) is not { } change)
            {
                return isKnown
                    ? EventReadResult.None(OutcomeReason.MalformedData, $"The member '{shape.ChangeMember}' does not name a kind of change.")
                    : EventReadResult.None(OutcomeReason.UnknownEventType);
            }

            return body is null ? Unreadable(null) : Checked(envelope, change, body.Reference, body);
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            return isKnown ? Unreadable(exception.Message) : EventReadResult.None(OutcomeReason.UnknownEventType);
        }
    }

    private static EventReadResult Checked(EventEnvelope envelope, WatchChange change, ObjectReference reference, ObjectSnapshot? body)
    {
        if (!reference.IsAddressable)
        {
            return EventReadResult.None(OutcomeReason.NoObject, "The object's name or namespace is not one that Kubernetes allows.");
        }

        var isWhole = body is { Uid.Length: > 0, ResourceVersion.Length: > 0 };
        return EventReadResult.Of(new WatchEvent(change, reference, envelope.IsSenderAuthenticated && isWhole ? body : null));
    }

    private static EventReadResult Unreadable(string? error) => error is null
        ? EventReadResult.None(OutcomeReason.NoObject, "The data does not name an object: it needs an apiVersion, a kind and a name.")
        : EventReadResult.None(OutcomeReason.MalformedData, error);
}
