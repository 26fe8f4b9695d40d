using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Events;

/// <summary>A shape in which a sender wraps an object: one member says what happened, another holds the object.</summary>
/// <param name="ChangeMember">The member that says what happened.</param>
/// <param name="ObjectMember">The member that holds the object as it is now.</param>
internal sealed record WrappedChange(string ChangeMember, string ObjectMember)
{
    /// <summary>Argo Events' resource event source.</summary>
    public static WrappedChange ArgoEvents { get; } = new("type", "body");

    /// <summary>kubewatch's CloudEvents handler.</summary>
    public static WrappedChange Kubewatch { get; } = new("operation", "obj");

    /// <summary>One line of an API server's watch, as it is.</summary>
    public static WrappedChange WatchLine { get; } = new("type", "object");

    /// <returns>The word and the object; null for what is missing.</returns>
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
