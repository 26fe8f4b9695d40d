using System.Buffers.Binary;
using System.Text;

namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>A protobuf message, read without its schema: numbered fields, each any number of times.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, byte[] Value)> _fields = [];

    public ProtobufMessage(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var key = Varint(ref bytes);
            var length = (key & 7) switch
            {
                0 => -1,
                1 => 8,
                2 => (int)Varint(ref bytes),
                5 => 4,
                var other => throw new FormatException($"There is no wire type {other}."),
            };
            var value = length >= 0 ? bytes[..length].ToArray() : Number(Varint(ref bytes));
            bytes = length >= 0 ? bytes[length..] : bytes;
            _fields.Add(((int)(key >> 3), value));
        }
    }

    /// <summary>The messages at the end of a path of field numbers.</summary>
    public IEnumerable<ProtobufMessage> All(params int[] path)
    {
        var found = _fields.Where(field => field.Number == path[0]).Select(field => new ProtobufMessage(field.Value));
        return path.Length == 1 ? found : found.SelectMany(message => message.All(path[1..]));
    }

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    private byte[] Bytes(int number) => _fields.LastOrDefault(field => field.Number == number).Value ?? [];

    private static byte[] Number(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
