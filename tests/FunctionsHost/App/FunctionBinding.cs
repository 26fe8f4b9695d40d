using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.App;

/// <summary>One binding of a function, as the worker reports it.</summary>
public sealed class FunctionBinding
{
    private readonly JObject _raw;

    private FunctionBinding(JObject raw) => _raw = raw;

    public string Name => this["name"]!;

    public string Type => this["type"]!;

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    public bool IsOutput => "out".Equals(this["direction"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one invocation gets a batch.</summary>
    public bool IsMany => "many".Equals(this["cardinality"], StringComparison.OrdinalIgnoreCase);

    public bool IsText => "string".Equals(this["dataType"], StringComparison.OrdinalIgnoreCase);

    public bool IsBinary => "binary".Equals(this["dataType"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of a member that is a list, as <c>methods</c>.</summary>
    public IReadOnlyList<string> List(string member) => [.. _raw[member]?.Values<string>().OfType<string>() ?? []];

    /// <summary>A member as text, before <c>%NAME%</c> is replaced; null if there is none.</summary>
    public string? this[string member] => (string?)_raw.GetValue(member, StringComparison.OrdinalIgnoreCase);

    /// <summary>All members that are texts.</summary>
    internal IEnumerable<string> Texts => _raw.Properties()
        .Where(static member => member.Value.Type == JTokenType.String)
        .Select(static member => (string)member.Value!);

    internal static FunctionBinding Parse(string raw) => new(JObject.Parse(raw));

    internal BindingInfo ToMessage() => new()
    {
        Type = Type,
        Direction = IsOutput ? BindingInfo.Types.Direction.Out : BindingInfo.Types.Direction.In,
        DataType = IsText ? BindingInfo.Types.DataType.String : IsBinary ? BindingInfo.Types.DataType.Binary : BindingInfo.Types.DataType.Undefined,
    };
}
