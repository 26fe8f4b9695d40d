using Tagalong.Core.Objects;

namespace Tagalong.Cli.Documents;

/// <summary>The object that a result is about.</summary>
internal sealed record ObjectDocument(string ApiVersion, string Kind, string Namespace, string Name)
{
    public static ObjectDocument Of(ObjectReference reference) => new(reference.ApiVersion, reference.Kind, reference.Namespace, reference.Name);
}
