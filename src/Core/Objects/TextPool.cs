using System.Text;

namespace Tagalong.Core.Objects;

/// <summary>
/// Turns UTF-8 into strings and gives the same string again for text that it saw lately: a fleet's events repeat the same
/// keys, kinds, namespaces and names without end.
/// </summary>
/// <remarks>
/// A fixed table in which a newcomer takes its predecessor's place: bounded whatever arrives, and without a lock, since a
/// lost race only costs a copy.
/// </remarks>
internal static class TextPool
{
    private const int Slots = 4096;
    private const int LongestPooled = 96;

    private static readonly string?[] Pool = new string?[Slots];

    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static string GetString(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > LongestPooled || !Ascii.IsValid(utf8))
        {
            return StrictUtf8.GetString(utf8);
        }

        ref var slot = ref Pool[SlotOf(utf8)];
        var pooled = slot;
        return pooled is not null && Ascii.Equals(utf8, pooled) ? pooled : slot = Encoding.ASCII.GetString(utf8);
    }

    private static UTF8Encoding StrictUtf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static uint SlotOf(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var unit in utf8)
        {
            hash = (hash ^ unit) * 16777619;
        }

        return (hash ^ (hash >> 15)) % Slots;
    }
}
