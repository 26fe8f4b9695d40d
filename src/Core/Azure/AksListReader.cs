using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Azure;

/// <summary>Reads a page of clusters, or of an AKS fleet's members.</summary>
internal static class AksListReader
{
    /// <summary>Adds what the page holds to what earlier ones held.</summary>
    /// <param name="page">The page.</param>
    /// <param name="found">What was found so far.</param>
    /// <param name="nextLink">Where the next page is, or null.</param>
    /// <returns>Whether it was such a page.</returns>
    public static bool TryRead(ReadOnlySpan<byte> page, List<AksMember> found, out string? nextLink)
    {
        nextLink = null;
        try
        {
            var hasValue = false;
            var reader = JsonText.Reader(page);
            reader.EntersBody();
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("nextLink"u8))
                {
                    nextLink = reader.TextMember("nextLink") is { Length: > 0 } link ? link : null;
                }
                else if (!reader.ValueTextEquals("value"u8))
                {
                    reader.SkipMember();
                }
                else if (reader.EntersArray("value"))
                {
                    hasValue = true;
                    ReadAll(ref reader, found);
                }
            }

            return hasValue;
        }
        catch (Exception fault) when (JsonText.IsFault(fault))
        {
            return false;
        }
    }

    private static void ReadAll(ref Utf8JsonReader reader, List<AksMember> found)
    {
        while (reader.NextElement())
        {
            string id = "", name = "", member = "";
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("id"u8))
                {
                    id = reader.TextMember("value[].id");
                }
                else if (reader.ValueTextEquals("name"u8))
                {
                    name = reader.TextMember("value[].name");
                }
                else if (!reader.ValueTextEquals("properties"u8))
                {
                    reader.SkipMember();
                }
                else if (reader.EntersObject("value[].properties"))
                {
                    member = ClusterOf(ref reader);
                }
            }

            // A fleet may have members that are no AKS clusters, and have no way of this kind to them.
            if (name.Length > 0 && AksResource.Cluster(member.Length > 0 ? member : id) is { } cluster)
            {
                found.Add(new AksMember(name, cluster.Id));
            }
        }
    }

    private static string ClusterOf(ref Utf8JsonReader reader)
    {
        var cluster = "";
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("clusterResourceId"u8))
            {
                cluster = reader.TextMember("value[].properties.clusterResourceId");
            }
            else
            {
                reader.SkipMember();
            }
        }

        return cluster;
    }
}
