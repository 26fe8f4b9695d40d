using System.Text;

namespace Tagalong.DevCluster.Requests;

/// <summary>
/// The only supported protobuf body: a Namespace, because <c>kubectl create namespace</c> always sends it as protobuf.
/// Of its metadata, the name, labels and annotations are read.
/// </summary>
internal static class ProtobufNamespace
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const int VariableLength = 0;
    private const int LengthDelimited = 2;

    /// <summary>The start of every protobuf body of Kubernetes. An envelope that names the kind follows.</summary>
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <returns>Null if the body is anything else.</returns>
    public static JsonObject? Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            return null;
        }

        var envelope = Fields(body[Magic.Length..]);
        var type = Fields(First(envelope, 1));
        if (Text(First(type, 1)) != "v1" || Text(First(type, 2)) != "Namespace")
        {
            return null;
        }

        var metadata = Fields(First(Fields(First(envelope, 2)), 1));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = Text(First(metadata, 1)),
                ["labels"] = Map(metadata, 11),
                ["annotations"] = Map(metadata, 12),
            },
        };
    }

    private static JsonObject Map(List<(int Number, byte[] Value)> fields, int number)
    {
        var map = new JsonObject();
        foreach (var entry in fields.Where(field => field.Number == number).Select(field => Fields(field.Value)))
        {
            map[Text(First(entry, 1))] = Text(First(entry, 2));
        }

        return map;
    }

    private static byte[] First(List<(int Number, byte[] Value)> fields, int number) =>
        fields.FirstOrDefault(field => field.Number == number).Value ?? [];

    private static string Text(byte[] value) => Encoding.UTF8.GetString(value);

    // Numbers are skipped: none of the fields read here is a number.
    private static List<(int Number, byte[] Value)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int Number, byte[] Value)>();
        while (!message.IsEmpty)
        {
            var tag = TakeNumber(ref message);
            switch (tag & 7)
            {
                case VariableLength:
                    TakeNumber(ref message);
                    break;
                case LengthDelimited:
                    var length = (int)Math.Min(TakeNumber(ref message), (ulong)message.Length);
                    fields.Add(((int)(tag >> 3), message[..length].ToArray()));
                    message = message[length..];
                    break;
                default:
                    return fields;
            }
        }

        return fields;
    }

    private static ulong TakeNumber(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        for (var shift = 0; !message.IsEmpty && shift < 64; shift += 7)
        {
            var next = message[0];
            message = message[1..];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return number;
    }
}
