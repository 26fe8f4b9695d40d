using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Tagalong.Core.Settings;

/// <summary>The settings that one section may have: the public properties of its options.</summary>
/// <param name="path">The section's path, in which <c>*</c> stands for any name or index: <c>Tagalong:Senders:ApiKeys:*</c>.</param>
/// <param name="options">The type of its options.</param>
public sealed class KnownSettings(string path, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type options)
{
    /// <summary>The section's path.</summary>
    public string Path { get; } = path;

    /// <summary>The settings. A property that another section describes, such as a dictionary of options, is among them.</summary>
    public IReadOnlyList<PropertyInfo> Settings => Options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
    private Type Options { get; } = options;
}
