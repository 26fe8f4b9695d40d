using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Tagalong.Core.Interning;

/// <summary>
/// Turns UTF-8 into strings and gives the same string again for text that it saw lately: a fleet's events repeat the same
/// keys, kinds, namespaces and names without end.
/// </summary>
/// <remarks>
/// A fixed table in which newcomers take their predecessors' places: bounded whatever arrives, and without a lock, since a
/// lost race only costs a copy.
/// </remarks>
internal static class StringPool
{
    private const uint Slots = 4096;
    private const int LongestPooled = 96;

    private static readonly string?[] Pool = new string?[Slots];

    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static string GetString(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > LongestPooled)
        {
            return StrictUtf8.GetString(utf8);
        }

        var slot = SlotOf(utf8);
        foreach (var pooled in PairAt(slot))
        {
            if (pooled is not null && Ascii.Equals(utf8, pooled))
            {
                return pooled;
            }
        }

        return Ascii.IsValid(utf8) ? Kept(slot, Encoding.ASCII.GetString(utf8)) : StrictUtf8.GetString(utf8);
    }

    /// <summary>The same for a part of another text.</summary>
    public static string GetString(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        if (text.Length > LongestPooled)
        {
            return text.ToString();
        }

        var slot = SlotOf(MemoryMarshal.AsBytes(text));
        foreach (var pooled in PairAt(slot))
        {
            if (text.SequenceEqual(pooled))
            {
                return pooled!;
            }
        }

        return Kept(slot, text.ToString());
    }

    /// <summary>Two places for one hash, so that two texts that share it do not drive each other out.</summary>
    private static ReadOnlySpan<string?> PairAt(int slot) => Pool.AsSpan(slot, 2);

    private static string Kept(int slot, string text)
    {
        Pool[slot + 1] = Pool[slot];
        return Pool[slot] = text;
    }

    private static UTF8Encoding StrictUtf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        const ulong odd = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * odd;
            hash ^= hash >> 32;
            utf8 = utf8[sizeof(ulong)..];
        }

        foreach (var unit in utf8)
        {
            hash = (hash ^ unit) * odd;
        }

        return (int)((hash >> 33) % (Slots / 2)) * 2;
    }
}
