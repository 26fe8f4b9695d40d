using System.Text.Json;

namespace Tagalong.Server.AzureFunctions;

/// <summary>What counts here of <c>host.json</c>.</summary>
internal sealed record HostFile(HostFile.ExtensionSettings? Extensions, HostFile.HandlerSettings? CustomHandler, string? ConfigurationProfile)
{
    /// <summary>Its settings of triggers.</summary>
    internal sealed record ExtensionSettings(HttpSettings? Http);

    /// <summary>Its settings of HTTP triggers.</summary>
    internal sealed record HttpSettings(string? RoutePrefix);

    /// <summary>Its settings of the handler. The member <c>http</c> has the host pass requests on by routes of its own.</summary>
    internal sealed record HandlerSettings(JsonElement? Http);
}
