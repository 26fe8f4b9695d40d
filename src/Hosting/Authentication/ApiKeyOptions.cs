namespace Tagalong.Hosting.Authentication;

/// <summary>A sender with API keys. Section <c>Tagalong:Senders:ApiKeys:NAME</c>.</summary>
/// <remarks>Each of the keys is good: for a rotation the new one is added, the sender gets it, the old one is removed.</remarks>
public sealed class ApiKeyOptions
{
    /// <summary>The keys themselves.</summary>
    /// <value>Default: none. At least 32 characters each.</value>
    public List<string> Keys { get; } = [];

    /// <summary>A file with keys, one a line. It is read again while the process runs.</summary>
    /// <value>Default: none.</value>
    public string KeyFile { get; set; } = "";

    /// <summary>The names of the clusters whose events the sender may send; <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: none given, which stands for all of them.</value>
    public List<string> Clusters { get; } = [];
}
