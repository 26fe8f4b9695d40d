using System.Collections.Immutable;
using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>
/// Reads which field manager owns which label: the <c>f:metadata</c> → <c>f:labels</c> part of each entry of
/// <c>metadata.managedFields</c>. Entries that own no label are left out.
/// </summary>
/// <remarks>Source of the format: structured-merge-diff's FieldsV1; <c>f:</c> stands before a field's name.</remarks>
internal static class ManagedFieldsReader
{
    /// <param name="reader">On the opening bracket.</param>
    /// <param name="lastWritten">The newest time of any entry, or null.</param>
    public static ImmutableArray<ManagedLabels> Read(ref Utf8JsonReader reader, out DateTimeOffset? lastWritten)
    {
        lastWritten = null;
        var managers = ListPool<ManagedLabels>.Take();
        while (reader.NextObject("metadata.managedFields[]"))
        {
            var labels = ReadEntry(ref reader, out var time);
            lastWritten = lastWritten is null || time > lastWritten ? time ?? lastWritten : lastWritten;
            if (labels is { } found)
            {
                managers.Add(found);
            }
        }

        return InternedArrays<ManagedLabels>.Of(managers);
    }

    private static ManagedLabels? ReadEntry(ref Utf8JsonReader reader, out DateTimeOffset? time)
    {
        string? manager = null, operation = null;
        var ownsStatus = false;
        time = null;
        var keys = default(ImmutableArray<string>);
        while (reader.NextMember())
        {
            if (reader.TryReadText("manager"u8, "metadata.managedFields[].manager", ref manager)
                || reader.TryReadText("operation"u8, "metadata.managedFields[].operation", ref operation))
            {
                continue;
            }

            if (reader.ValueTextEquals("time"u8))
            {
                time = reader.TimeMember("metadata.managedFields[].time");
            }
            else if (reader.ValueTextEquals("fieldsV1"u8))
            {
                keys = reader.EntersObject("metadata.managedFields[].fieldsV1") ? ReadLabelKeys(ref reader, out ownsStatus) : default;
            }
            else
            {
                reader.SkipMember();
            }
        }

        return keys.IsDefaultOrEmpty ? null : new ManagedLabels(manager ?? "", operation == "Apply", time, keys) { OwnsStatus = ownsStatus };
    }

    private static ImmutableArray<string> ReadLabelKeys(ref Utf8JsonReader reader, out bool ownsStatus)
    {
        var keys = default(ImmutableArray<string>);
        ownsStatus = false;
        while (reader.NextMember())
        {
            if (!reader.ValueTextEquals("f:metadata"u8))
            {
                ownsStatus |= reader.ValueTextEquals("f:status"u8);
                reader.SkipMember();
            }
            else if (reader.EntersObject("fieldsV1.f:metadata"))
            {
                while (reader.NextMember("f:labels"u8))
                {
                    keys = reader.EntersObject("fieldsV1.f:metadata.f:labels") ? ReadKeys(ref reader) : keys;
                }
            }
        }

        return keys;
    }

    private static ImmutableArray<string> ReadKeys(ref Utf8JsonReader reader)
    {
        var keys = ListPool<string>.Take();
        while (reader.NextMember())
        {
            // "." is the map itself, not a label.
            if (reader.TextAfter("f:"u8) is { } key)
            {
                keys.Add(key);
            }

            reader.SkipMember();
        }

        return LabelKeys.Collected(keys);
    }
}
