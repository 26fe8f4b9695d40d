using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Events;

/// <summary>The format of senders that wrap an object: one member is the kind of change, another is the object.</summary>
/// <param name="ChangeMember">The member with the kind of change.</param>
/// <param name="ObjectMember">The member with the object after the change.</param>
internal sealed record WrappedChange(string ChangeMember, string ObjectMember)
{
    /// <summary>Argo Events' resource event source.</summary>
    public static WrappedChange ArgoEvents { get; } = new("type", "body");

    /// <summary>kubewatch's CloudEvents handler.</summary>
    public static WrappedChange Kubewatch { get; } = new("operation", "obj");

    /// <summary>One line of an API server's watch, unchanged.</summary>
    public static WrappedChange WatchLine { get; } = new("type", "object");

    /// <returns>The word for the change and the object; null if missing.</returns>
    /// <exception cref="JsonException">The text is not JSON, or a member has a type that it cannot have.</exception>
    public (string? Change, ObjectSnapshot? Body) Read(ReadOnlySpan<byte> utf8)
    {
        string? change = null;
        ObjectSnapshot? body = null;
        var reader = JsonText.Reader(utf8);
        reader.EntersBody();
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals(ChangeMember))
            {
                change = reader.TextMember(ChangeMember);
            }
            else if (reader.ValueTextEquals(ObjectMember))
            {
                body = reader.EntersObject(ObjectMember) ? ObjectReader.Read(ref reader) : null;
            }
            else
            {
                reader.SkipMember();
            }
        }

        reader.ExpectsEnd();
        return (change, body);
    }
}
