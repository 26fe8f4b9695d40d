namespace Tagalong.Server.AzureFunctions;

/// <summary>What counts here of a <c>function.json</c>.</summary>
internal sealed record FunctionFile(FunctionFile.Binding[]? Bindings)
{
    /// <summary>The trigger, or something else that goes in or out.</summary>
    internal sealed record Binding(string? Type, string? Name, string? Route, string? AuthLevel);
}
