namespace Tagalong.Hosting.Authentication;

/// <summary>A sender with API keys. Section <c>Tagalong:Senders:ApiKeys:NAME</c>.</summary>
/// <remarks>Each of the keys is valid. To rotate: add the new key, give it to the sender, remove the old key.</remarks>
public sealed class ApiKeyOptions
{
    /// <summary>The keys.</summary>
    /// <value>Default: none. At least 32 characters each.</value>
    public List<string> Keys { get; } = [];

    /// <summary>A file with one key on each line. It is read again while the process runs.</summary>
    /// <value>Default: none.</value>
    public string KeyFile { get; set; } = "";

    /// <summary>The names of the clusters whose events the sender may send; <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: empty, all clusters.</value>
    public List<string> Clusters { get; } = [];
}
