using Google.Protobuf.Collections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Invocations;

/// <summary>The trigger metadata of an invocation. Names differ in more than case; a later value overwrites an earlier one.</summary>
internal sealed class BindingData
{
    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null is left out.</summary>
    public object? this[string name]
    {
        set
        {
            if (value is not null)
            {
                _values[name] = value;
            }
        }
    }

    /// <summary>Adds the members of a body that is a JSON object, except arrays.</summary>
    public void AddMembersOf(string? body)
    {
        if (body is null || !body.AsSpan().Trim().StartsWith('{'))
        {
            return;
        }

        try
        {
            foreach (var member in JObject.Parse(body).Properties().Where(static member => member.Value.Type != JTokenType.Array))
            {
                this[member.Name] = member.Value is JObject value ? value : (string?)member.Value;
            }
        }
        catch (JsonException)
        {
            // The body is another text that begins with a brace.
        }
    }

    public void CopyTo(MapField<string, TypedData> metadata)
    {
        foreach (var (name, value) in _values)
        {
            metadata.Add(name, TypedValue.Of(value));
        }
    }
}
