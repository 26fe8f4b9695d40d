using System.Collections.Immutable;
using Google.Protobuf;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Invocations;

/// <summary>How the host encodes a value for a worker, and reads one that a worker returns.</summary>
internal static class TypedValue
{
    public static TypedData Of(object value) => value switch
    {
        string text => new TypedData { String = text },
        byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
        JToken json => new TypedData { Json = json.ToString(Formatting.None) },
        ImmutableArray<string> texts => new TypedData { CollectionString = new CollectionString { String = { texts } } },
        _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
    };

    /// <summary>The messages that an output binding sends: one of a text, several of a list, none of nothing.</summary>
    public static IEnumerable<string> ToMessages(TypedData? data) => data?.DataCase switch
    {
        TypedData.DataOneofCase.String => [data.String],
        TypedData.DataOneofCase.Bytes => [data.Bytes.ToStringUtf8()],
        TypedData.DataOneofCase.CollectionString => data.CollectionString.String,
        TypedData.DataOneofCase.Json => JToken.Parse(data.Json) switch
        {
            JArray several => several.Select(Text),
            JValue { Value: null } => [],
            var one => [Text(one)],
        },
        _ => [],
    };

    private static string Text(JToken json) => json.Type == JTokenType.String ? (string)json! : json.ToString(Formatting.None);
}
