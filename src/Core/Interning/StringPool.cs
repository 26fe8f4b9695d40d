using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Tagalong.Core.Interning;

/// <summary>
/// Decodes UTF-8 and returns the same string for recently seen text, because events repeat the same keys, kinds, namespaces
/// and names.
/// </summary>
/// <remarks>
/// A table of fixed size in which a new string replaces an old one. Each slot holds two strings, so that two texts with the
/// same hash do not replace each other in turn. There is no lock: a lost race only costs a copy.
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
        foreach (var pooled in Pool.AsSpan(slot, 2))
        {
            if (pooled is not null && Ascii.Equals(utf8, pooled))
            {
                return pooled;
            }
        }

        return Ascii.IsValid(utf8) ? Add(slot, Encoding.ASCII.GetString(utf8)) : StrictUtf8.GetString(utf8);
    }

    /// <summary>The string for a part of another text.</summary>
    public static string GetString(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[LongestPooled];
        return Ascii.FromUtf16(text, ascii, out var length) == OperationStatus.Done ? GetString(ascii[..length]) : text.ToString();
    }

    private static string Add(int slot, string text)
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
