using System.Collections.Immutable;
using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>The members of an object's <c>spec</c> that the rules need; default without a spec.</summary>
internal struct SpecFields
{
    public bool IsPresent;
    public LabelSet? PodTemplateLabels;
    public ImmutableArray<string> SelectorKeys;

    public static SpecFields Read(ref Utf8JsonReader reader)
    {
        var spec = new SpecFields { IsPresent = true };
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("template"u8))
            {
                spec.PodTemplateLabels = Entered(ref reader) ? ReadTemplate(ref reader) : null;
            }
            else if (reader.ValueTextEquals("selector"u8))
            {
                spec.SelectorKeys = Entered(ref reader) ? ReadSelector(ref reader) : default;
            }
            else
            {
                reader.SkipMember();
            }
        }

        return spec;
    }

    private static LabelSet? ReadTemplate(ref Utf8JsonReader reader)
    {
        LabelSet? labels = null;
        while (reader.NextMember("metadata"u8))
        {
            labels = null;
            if (Entered(ref reader))
            {
                while (reader.NextMember("labels"u8))
                {
                    const string path = "spec.template.metadata.labels";
                    labels = reader.EntersObject(path) ? ObjectReader.ReadLabels(ref reader, path) : null;
                }
            }
        }

        return labels;
    }

    private static ImmutableArray<string> ReadSelector(ref Utf8JsonReader reader)
    {
        var keys = ListPool<string>.Take();
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("matchLabels"u8))
            {
                if (Entered(ref reader))
                {
                    while (reader.NextMember())
                    {
                        keys.Add(reader.Text());
                        reader.SkipMember();
                    }
                }
            }
            else if (reader.ValueTextEquals("matchExpressions"u8))
            {
                ReadExpressions(ref reader, keys);
            }
            else
            {
                // The older form, which custom resources still use: the selector is the map of labels.
                var key = reader.Text();
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    keys.Add(key);
                }

                reader.Skip();
            }
        }

        return LabelKeys.Collected(keys);
    }

    private static void ReadExpressions(ref Utf8JsonReader reader, List<string> keys)
    {
        if (!reader.EntersArray("spec.selector.matchExpressions"))
        {
            return;
        }

        while (reader.NextObject("spec.selector.matchExpressions[]"))
        {
            while (reader.NextMember("key"u8))
            {
                keys.Add(reader.TextMember("spec.selector.matchExpressions[].key"));
            }
        }
    }

    /// <summary>
    /// Moves to the member's value and says whether it is an object. A custom resource may use these names for something
    /// else, so a value of another type is not an error: it is skipped.
    /// </summary>
    private static bool Entered(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
